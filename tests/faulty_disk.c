/* A disk that fails when told to, and that writes down what it is asked to do: loaded before libc (LD_PRELOAD).

   Only files under the watched folder count. What a process asks for is written down as it is done, so that a test can
   put together what would lie on the disk if the power had been cut at any moment: see tests/faulty_disk.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char watched[4096];
static long countdown = 0; /* operations until the first failure; 0: none fails */
static int error_number, for_ever, half;
static int diary = -1;
static long done = 0;

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

void disk_watch(const char *folder) { strncpy(watched, folder, sizeof watched - 1); done = 0; countdown = 0; }
void disk_fail(long at, int number, int always, int halfway) {
    done = 0; countdown = at; error_number = number; for_ever = always; half = halfway;
}
long disk_operations(void) { return done; }
void disk_write_down(int fd) { diary = fd; }

static int under(const char *path) {
    size_t length = strlen(watched);
    return length && !strncmp(path, watched, length);
}

static int is_watched(int fd, char *path) {
    char link[64];
    if (!watched[0] || fd == diary) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, 4095);
    if (length < 0) return 0;
    path[length] = 0;
    return under(path);
}

/* Whether this operation is one that fails. */
static int fails(void) {
    done++;
    if (!countdown || done < countdown || (done > countdown && !for_ever)) return 0;
    errno = error_number;
    return 1;
}

static void note(char what, const char *path, int64_t at, const void *data, uint32_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (diary < 0) return;
    char head[1 + 8 + 4 + 2];
    uint16_t name = (uint16_t)strlen(path);
    head[0] = what;
    memcpy(head + 1, &at, 8);
    memcpy(head + 9, &length, 4);
    memcpy(head + 13, &name, 2);
    real(diary, head, sizeof head);
    real(diary, path, name);
    if (length) real(diary, data, length);
}

static ssize_t put(int fd, const void *data, size_t size, off64_t at, int moves) {
    static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
    REAL(ssize_t, "write", int, const void *, size_t);
    if (!real_pwrite) real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    char path[4096];
    if (!is_watched(fd, path)) return moves ? real(fd, data, size) : real_pwrite(fd, data, size, at);
    if (moves) {
        at = lseek64(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    if (fails()) {
        if (half && size > 1) {
            ssize_t wrote = moves ? real(fd, data, size / 2) : real_pwrite(fd, data, size / 2, at);
            if (wrote > 0) note('W', path, at, data, (uint32_t)wrote);
        }
        errno = error_number;
        return -1;
    }
    ssize_t wrote = moves ? real(fd, data, size) : real_pwrite(fd, data, size, at);
    if (wrote > 0) note('W', path, at, data, (uint32_t)wrote);
    return wrote;
}

ssize_t write(int fd, const void *data, size_t size) { return put(fd, data, size, 0, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return put(fd, data, size, at, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return put(fd, data, size, at, 0); }

static int flush(const char *name, int fd) {
    char path[4096];
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    if (!is_watched(fd, path)) return real(fd);
    if (fails()) return -1;
    int code = real(fd);
    if (!code) note('S', path, 0, "", 0);
    return code;
}
int fsync(int fd) { return flush("fsync", fd); }
int fdatasync(int fd) { return flush("fdatasync", fd); }

static int cut(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    char path[4096];
    if (!is_watched(fd, path)) return real(fd, size);
    if (fails()) return -1;
    int code = real(fd, size);
    if (!code) note('T', path, size, "", 0);
    return code;
}
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }
int ftruncate(int fd, off_t size) { return cut(fd, size); }

static int two(const char *name, char what, const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, name);
    if (!under(from) && !under(to)) return real(from, to);
    if (fails()) return -1;
    int code = real(from, to);
    if (!code) note(what, from, 0, to, (uint32_t)strlen(to));
    return code;
}
int rename(const char *from, const char *to) { return two("rename", 'R', from, to); }
int link(const char *from, const char *to) { return two("link", 'L', from, to); }

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    if (!under(path)) return real(path);
    if (fails()) return -1;
    int code = real(path);
    if (!code) note('U', path, 0, "", 0);
    return code;
}

static int make(const char *name, const char *path, int flags, mode_t mode) {
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, name);
    int changes = flags & (O_CREAT | O_TRUNC) && !((flags & O_TMPFILE) == O_TMPFILE) && under(path);
    int there = changes && !access(path, F_OK);
    if (changes && (!there || flags & O_TRUNC) && fails()) return -1;
    int fd = real(path, flags, mode);
    if (fd >= 0 && changes) note('O', path, flags & O_TRUNC ? 1 : 0, "", 0);
    return fd;
}
#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); \
    mode = (mode_t)va_arg(more, int); va_end(more); }
int open(const char *path, int flags, ...) { MODE return make("open", path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return make("open64", path, flags, mode); }

/* Copies go through write, where they are seen: Python falls back to it when told that this is no socket. */
ssize_t sendfile64(int out, int in, off64_t *at, size_t count) { errno = ENOTSOCK; return -1; }
ssize_t sendfile(int out, int in, off_t *at, size_t count) { errno = ENOTSOCK; return -1; }
