/*
 * Preloaded into every server of a comparison: each flush to the disk takes 5 ms longer, as on a disk that has to be waited
 * for, and is counted in a file that all their processes share (FLUSH_COUNTS names it; four numbers of 64 bits).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum call { FSYNC, FDATASYNC, MSYNC, SYNC_FILE_RANGE, CALLS };

static uint64_t *counts;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("FLUSH_COUNTS");
    int file = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (file < 0)
        return;
    void *shared = mmap(NULL, CALLS * sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED)
        counts = shared;
    close(file);
}

static void wait_and_count(enum call which)
{
    struct timespec left = {0, 5 * 1000 * 1000};
    if (counts != NULL)
        __atomic_add_fetch(&counts[which], 1, __ATOMIC_RELAXED);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

int fsync(int file)
{
    static int (*real)(int);
    if (real == NULL)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_and_count(FSYNC);
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (real == NULL)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_and_count(FDATASYNC);
    return real(file);
}

int msync(void *start, size_t length, int flags)
{
    static int (*real)(void *, size_t, int);
    if (real == NULL)
        real = (int (*)(void *, size_t, int))dlsym(RTLD_NEXT, "msync");
    wait_and_count(MSYNC);
    return real(start, length, flags);
}

int sync_file_range(int file, off64_t from, off64_t length, unsigned int flags)
{
    static int (*real)(int, off64_t, off64_t, unsigned int);
    if (real == NULL)
        real = (int (*)(int, off64_t, off64_t, unsigned int))dlsym(RTLD_NEXT, "sync_file_range");
    wait_and_count(SYNC_FILE_RANGE);
    return real(file, from, length, flags);
}
