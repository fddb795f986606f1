# Shared by kiosk/demo, tests/run and tests/bench/run: packages, building, the reader service, children. Sourced, not run.
# The caller sets `root` (the repository) and `program` (its name for messages).

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "$program" "$*" >&2; exit 1; }

# install_missing FILE…: installs the packages listed that are not there, and says which.
install_missing() {
    local missing=() package
    while read -r package; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done < <(sed 's/#.*//; s/[[:space:]]//g; /^$/d' "$@")
    [ ${#missing[@]} -eq 0 ] && return 0
    say "installing: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing and there is no sudo to install them: ${missing[*]}"
        as_root=(sudo)
    fi
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "the packages could not be installed"
    fi
    rm -f "$log"
}

# build FOLDER TYPE [CMAKE-OPTION …] -- TARGET …
build() {
    local folder=$1 type=$2 options=() log
    shift 2
    while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
    [ $# -gt 0 ] && shift
    mkdir -p "$folder"
    log=$folder/build.log
    if ! cmake -S "$root" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE="$type" "${options[@]}" >"$log" 2>&1 || ! cmake --build "$folder" -- "$@" >>"$log" 2>&1; then
        grep -E 'error|FAILED|Error' "$log" | head -n 20 >&2
        fail "the build failed; see $log"
    fi
}

children=()
# start LOG COMMAND …: runs in the background and remembers it; `started` is its process id.
start() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 &
    started=$!
    children+=("$started")
}

# stop PID …: ends processes that start() began, by id.
stop() {
    local pid
    for pid in "$@"; do kill "$pid" 2>/dev/null; done
    for pid in "$@"; do
        for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
        kill -KILL "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    return 0
}

stop_all() {
    [ ${#children[@]} -gt 0 ] && stop "${children[@]}"
    children=()
}

port_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for SECONDS WHAT COMMAND …: until the command succeeds.
wait_for() {
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" 2>/dev/null; do
        [ $SECONDS -ge $until ] && fail "$what did not come up in time"
        sleep 0.05
    done
}
