/* Stands before the C library of a service under test (LD_PRELOAD): the file named by FAULTS says what syncing a file does.
 * "eio": it fails, and nothing is synced; "slow": it takes 50 ms more; "lie": it says yes and nothing is synced; else: as it is. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fault(void) {
  char said[8] = {0};
  const char *path = getenv("FAULTS");
  int fd = path ? open(path, O_RDONLY) : -1;
  if (fd >= 0) {
    if (read(fd, said, 4) < 0) said[0] = 0;
    close(fd);
  }
  return said[0];
}

static int synced(const char *name, int fd) {
  switch (fault()) {
    case 'e': errno = EIO; return -1;
    case 'l': return 0;
    case 's': usleep(50000);
  }
  return ((int (*)(int))dlsym(RTLD_NEXT, name))(fd);
}

int fsync(int fd) { return synced("fsync", fd); }
int fdatasync(int fd) { return synced("fdatasync", fd); }
