// From press to pixel, seen from outside the program: presses the left button through XTest and asks the X server again and again until the
// pixel beside it has changed. One reading a line, in milliseconds; a press that changed nothing ends it with status 1.
//
//   DISPLAY=:7 press_to_pixel X Y PRESSES
//
// X Y must lie on a target that looks pressed while it is. The pointer leaves the target before the button is let go, so that the target does
// not act. One question to the server takes some 0.05 ms; readings below 0.3 ms mean nothing.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    presses_max = 10000,
    give_up_milliseconds = 1000,
    rest_milliseconds = 150,       // until hover effects and the like are over
    rest_spread_milliseconds = 17, // so that presses do not fall into step with a frame clock
    beside_pointer = 6,            // a cursor drawn into the picture must not be taken for the change
};

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static void rest(double for_milliseconds) {
    const long nanoseconds = (long)(for_milliseconds * 1e6);
    const struct timespec time = {nanoseconds / 1000000000L, nanoseconds % 1000000000L};
    nanosleep(&time, NULL);
}

static unsigned long pixel(Display *display, int x, int y) {
    XImage *image = XGetImage(display, DefaultRootWindow(display), x, y, 1, 1, AllPlanes, ZPixmap);
    if (!image) return 0;
    const unsigned long colour = XGetPixel(image, 0, 0) & 0xffffff;
    XDestroyImage(image);
    return colour;
}

// Time from `start` until the pixel is another (`wanted` 0) or that one again (`wanted` 1); negative when it did not happen.
static double wait_for(Display *display, int x, int y, unsigned long colour, int wanted, double start) {
    while ((pixel(display, x, y) == colour) != wanted) {
        if (milliseconds() - start > give_up_milliseconds) return -1;
        rest(0.05);
    }
    return milliseconds() - start;
}

static double press(Display *display, int x, int y) {
    XTestFakeMotionEvent(display, -1, x + beside_pointer, y + beside_pointer, CurrentTime);
    XSync(display, False);
    rest(rest_milliseconds + rand() % rest_spread_milliseconds);
    const unsigned long before = pixel(display, x, y);
    const double pressed_at = milliseconds();
    XTestFakeButtonEvent(display, 1, True, CurrentTime);
    XFlush(display);
    const double taken = wait_for(display, x, y, before, 0, pressed_at);
    rest(rest_milliseconds);
    XTestFakeMotionEvent(display, -1, 1, 1, CurrentTime);
    XTestFakeButtonEvent(display, 1, False, CurrentTime);
    XSync(display, False);
    return wait_for(display, x, y, before, 1, milliseconds()) < 0 ? -1 : taken;
}

int main(int count, char **words) {
    if (count != 4) return fprintf(stderr, "press_to_pixel: takes X Y PRESSES\n"), 2;
    const int x = atoi(words[1]), y = atoi(words[2]), presses = atoi(words[3]);
    if (presses < 1 || presses > presses_max) return fprintf(stderr, "press_to_pixel: 1 to %d presses\n", presses_max), 2;
    Display *display = XOpenDisplay(NULL);
    if (!display) return fprintf(stderr, "press_to_pixel: no display\n"), 1;
    for (int i = 0; i < presses; ++i) {
        const double taken = press(display, x, y);
        if (taken < 0) return fprintf(stderr, "press_to_pixel: press %d at %d,%d changed nothing, or for good\n", i + 1, x, y), 1;
        printf("%.3f\n", taken);
    }
    XCloseDisplay(display);
    return 0;
}
