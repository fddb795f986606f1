-- Which grids lie just across a community's border, reckoned from the places (assets/regions) at each start.
CREATE TABLE border_grids (
    community TEXT NOT NULL,    -- that the border is of
    grid      TEXT NOT NULL,    -- code of the grid across
    neighbour TEXT NOT NULL,    -- community of that grid
    PRIMARY KEY (community, grid)
) STRICT, WITHOUT ROWID;
CREATE INDEX border_grids_of_neighbour ON border_grids (neighbour);
