// From exec to the first picture, seen from outside the program: starts a command and looks at a few lines of the screen until they have not
// changed for a while. Prints three numbers: milliseconds to the first picture with text on it, milliseconds to the picture that stays, and the
// process group of the command, which is left running for the caller to end.
//
//   DISPLAY=:7 first_picture QUIET-MILLISECONDS COMMAND …
//
// The same rule for every program: an empty window does not count as a picture. It looks about every 1.5 ms.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum {
    give_up_milliseconds = 20000,
    rows = 12,          // spread over the middle of the page: neither the clock above nor the strip below
    first_row_percent = 12,
    last_row_percent = 88,
    colours_of_text = 16,  // smooth letters have many shades; empty windows, splash grounds and frames have few
};

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

struct picture {
    uint64_t digest;  // FNV-1a over all that is looked at
    int colours;      // different ones, counted up to colours_of_text
};

static void count_colour(unsigned long known[], int *colours, unsigned long colour) {
    for (int i = 0; i < *colours; ++i)
        if (known[i] == colour) return;
    if (*colours < colours_of_text) known[(*colours)++] = colour;
}

static struct picture look(Display *display) {
    const int width = DisplayWidth(display, DefaultScreen(display)), height = DisplayHeight(display, DefaultScreen(display));
    struct picture seen = {14695981039346656037ULL, 0};
    unsigned long known[colours_of_text];
    for (int row = 0; row < rows; ++row) {
        const int y = height * (first_row_percent * (rows - 1) + (last_row_percent - first_row_percent) * row) / (100 * (rows - 1));
        XImage *image = XGetImage(display, DefaultRootWindow(display), 0, y, (unsigned)width, 1, AllPlanes, ZPixmap);
        if (!image) continue;
        for (int x = 0; x < width; ++x) {
            const unsigned long colour = XGetPixel(image, x, 0);
            if (seen.colours < colours_of_text) count_colour(known, &seen.colours, colour);
            seen.digest = (seen.digest ^ colour) * 1099511628211ULL;
        }
        XDestroyImage(image);
    }
    return seen;
}

static pid_t start(char **command) {
    const pid_t process = fork();
    if (process != 0) return process;
    setpgid(0, 0);
    // Standard output is for the reading.
    if (dup2(STDERR_FILENO, STDOUT_FILENO) >= 0) execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int count, char **words) {
    const int quiet = count > 2 ? atoi(words[1]) : 0;
    if (quiet < 1) return fprintf(stderr, "first_picture: takes QUIET-MILLISECONDS COMMAND …\n"), 2;
    Display *display = XOpenDisplay(NULL);
    if (!display) return fprintf(stderr, "first_picture: no display\n"), 1;

    const double begun = milliseconds();
    const pid_t process = start(words + 2);
    if (process < 0) return perror("first_picture"), 1;
    struct picture last = look(display);
    double changed = begun, first = 0;
    for (double now = begun; first == 0 || now - changed < quiet;) {
        const struct timespec pause = {0, 1000000};  // so that looking leaves the processor to the program
        nanosleep(&pause, NULL);
        const struct picture seen = look(display);
        now = milliseconds();
        if (seen.digest != last.digest) changed = now;
        if (first == 0 && seen.colours == colours_of_text) first = now;
        last = seen;
        if (now - begun > give_up_milliseconds) {
            kill(-process, SIGKILL);
            return fprintf(stderr, "first_picture: no picture that stays\n"), 1;
        }
    }
    printf("%.2f %.2f %d\n", first - begun, changed - begun, (int)process);
    XCloseDisplay(display);
    return 0;
}
