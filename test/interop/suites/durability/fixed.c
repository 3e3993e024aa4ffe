/* A file system that is read-only for as long as the file $FIXED_FLAG is there: all that would write below $FIXED_FOLDER fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_fixed(void) {
  const char *flag = getenv("FIXED_FLAG");
  return flag != NULL && access(flag, F_OK) == 0;
}

static int is_below(const char *path) {
  const char *folder = getenv("FIXED_FOLDER");
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_below_fd(int fd) {
  char name[64], path[PATH_MAX];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(name, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define REFUSE(condition) \
  do { \
    if (is_fixed() && (condition)) { \
      errno = EROFS; \
      return -1; \
    } \
  } while (0)
#define WRITES(flags) (((flags) & O_ACCMODE) != O_RDONLY || ((flags) & O_CREAT))
#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list more; \
    va_start(more, flags); \
    mode = va_arg(more, mode_t); \
    va_end(more); \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  REFUSE(WRITES(flags) && is_below(path));
  return REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags)
  REFUSE(WRITES(flags) && is_below(path));
  return REAL(open64)(path, flags, mode);
}
int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  REFUSE(WRITES(flags) && is_below(path));
  return REAL(openat)(at, path, flags, mode);
}
ssize_t write(int fd, const void *from, size_t count) {
  REFUSE(is_below_fd(fd));
  return REAL(write)(fd, from, count);
}
ssize_t writev(int fd, const struct iovec *from, int count) {
  REFUSE(is_below_fd(fd));
  return REAL(writev)(fd, from, count);
}
ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
  REFUSE(is_below_fd(fd));
  return REAL(pwrite)(fd, from, count, at);
}
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
  REFUSE(is_below_fd(fd));
  return REAL(pwrite64)(fd, from, count, at);
}
ssize_t pwritev(int fd, const struct iovec *from, int count, off_t at) {
  REFUSE(is_below_fd(fd));
  return REAL(pwritev)(fd, from, count, at);
}
ssize_t pwritev64(int fd, const struct iovec *from, int count, off64_t at) {
  REFUSE(is_below_fd(fd));
  return REAL(pwritev64)(fd, from, count, at);
}
int ftruncate(int fd, off_t length) {
  REFUSE(is_below_fd(fd));
  return REAL(ftruncate)(fd, length);
}
int ftruncate64(int fd, off64_t length) {
  REFUSE(is_below_fd(fd));
  return REAL(ftruncate64)(fd, length);
}
int fsync(int fd) {
  REFUSE(is_below_fd(fd));
  return REAL(fsync)(fd);
}
int fdatasync(int fd) {
  REFUSE(is_below_fd(fd));
  return REAL(fdatasync)(fd);
}
int mkdir(const char *path, mode_t mode) {
  REFUSE(is_below(path));
  return REAL(mkdir)(path, mode);
}
int rename(const char *from, const char *to) {
  REFUSE(is_below(from) || is_below(to));
  return REAL(rename)(from, to);
}
int link(const char *from, const char *to) {
  REFUSE(is_below(to));
  return REAL(link)(from, to);
}
int unlink(const char *path) {
  REFUSE(is_below(path));
  return REAL(unlink)(path);
}
