/* The wall clock, moved by the seconds that stand in the file $CLOCK_FILE, which is looked at every 20 ms. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long moved(void) {
  static long kept, looked = -1;
  const char *path = getenv("CLOCK_FILE");
  struct timespec real;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &real);
  long now = real.tv_sec * 50 + real.tv_nsec / 20000000;
  if (path == NULL || now == looked) return kept;
  looked = now;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return kept;
  char text[32];
  long count = read(file, text, sizeof text - 1);
  close(file);
  if (count > 0) {
    text[count] = 0;
    kept = atol(text);
  }
  return kept;
}

int clock_gettime(clockid_t id, struct timespec *time) {
  int failed = syscall(SYS_clock_gettime, id, time);
  if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) time->tv_sec += moved();
  return failed;
}

int gettimeofday(struct timeval *time, void *zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at != NULL) *at = now.tv_sec;
  return now.tv_sec;
}
