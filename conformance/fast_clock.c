// Loaded before a server's libraries: its clocks run FAST_CLOCK_PACE times as fast as the
// machine's, the wall clock from FAST_CLOCK_BEGIN on (seconds since 1970), and what waits for one
// of them waits as much shorter. libfaketime 0.9.10 does not: timers of timerfd never come under
// it.
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const long long second = 1000 * 1000 * 1000;
static long long pace, wall_begin, begun;

static long long nanoseconds(struct timespec time) { return time.tv_sec * second + time.tv_nsec; }

static struct timespec timespec_of(long long count) {
  return (struct timespec){.tv_sec = count / second, .tv_nsec = count % second};
}

static long long monotonic(void) {
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  return nanoseconds(now);
}

__attribute__((constructor)) static void begin(void) {
  pace = atoll(getenv("FAST_CLOCK_PACE"));
  wall_begin = atoll(getenv("FAST_CLOCK_BEGIN")) * second;
  begun = monotonic();
}

int clock_gettime(clockid_t clock, struct timespec* now) {
  if (clock != CLOCK_MONOTONIC && clock != CLOCK_REALTIME)
    return (int)syscall(SYS_clock_gettime, clock, now);
  const long long passed = (monotonic() - begun) * pace;
  *now = timespec_of((clock == CLOCK_REALTIME ? wall_begin : begun) + passed);
  return 0;
}

int timerfd_settime(int timer, int flags, const struct itimerspec* wanted, struct itimerspec* old) {
  struct itimerspec shorter = *wanted;
  const long long wait = nanoseconds(wanted->it_value);
  if ((flags & TFD_TIMER_ABSTIME) == 0 && wait > 0) shorter.it_value = timespec_of(wait / pace + 1);
  return (int)syscall(SYS_timerfd_settime, timer, flags, &shorter, old);
}
