/*
 * Loaded before libc into the child (LD_PRELOAD). At each fsync of a file under DURABLE_ROOT it copies, into
 * DURABLE_SHADOW, what that file holds now (c/<file>) and which names the folder has now (names): together the state
 * a power cut would leave from here on until the next fsync. A file is told apart by inode and time of birth.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void identity(int fd, const char *path, char *into, size_t size) {
  struct statx s;
  if (statx(fd, path, path[0] ? 0 : AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &s) != 0) {
    into[0] = 0;
    return;
  }
  snprintf(into, size, "%llu.%lld.%u", (unsigned long long)s.stx_ino, (long long)s.stx_btime.tv_sec,
           s.stx_btime.tv_nsec);
}

static void copy(int from, const char *shadow, const char *name) {
  char part[PATH_MAX], whole[PATH_MAX], bytes[65536];
  snprintf(part, sizeof part, "%s/c/next", shadow);
  snprintf(whole, sizeof whole, "%s/c/%s", shadow, name);
  int to = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ssize_t got;
  for (off_t at = 0; (got = pread(from, bytes, sizeof bytes, at)) > 0; at += got)
    if (write(to, bytes, got) != got) abort();
  close(to);
  rename(part, whole);
}

static void list(FILE *out, const char *root, const char *below, int depth) {
  char folder[PATH_MAX];
  snprintf(folder, sizeof folder, "%s%s", root, below);
  DIR *dir = opendir(folder);
  if (dir == NULL) return;
  struct dirent *one;
  while ((one = readdir(dir)) != NULL) {
    if (!strcmp(one->d_name, ".") || !strcmp(one->d_name, "..")) continue;
    char path[PATH_MAX], name[PATH_MAX], id[80];
    snprintf(name, sizeof name, "%s/%s", below, one->d_name);
    snprintf(path, sizeof path, "%s%s", root, name);
    if (one->d_type == DT_DIR) {
      if (depth > 0) list(out, root, name, depth - 1);
      continue;
    }
    identity(AT_FDCWD, path, id, sizeof id);
    if (id[0]) fprintf(out, "%s\t%s\n", id, name + 1);
  }
  closedir(dir);
}

static void remember(int fd) {
  const char *root = getenv("DURABLE_ROOT"), *shadow = getenv("DURABLE_SHADOW");
  if (root == NULL || shadow == NULL) return;
  char link[64], path[PATH_MAX], id[80], part[PATH_MAX], whole[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (strncmp(path, root, strlen(root)) != 0) return;
  int before = errno;
  pthread_mutex_lock(&lock);
  struct stat s;
  if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode)) {
    identity(fd, "", id, sizeof id);
    /* The caller may have opened it for writing alone. */
    int reading = open(link, O_RDONLY);
    copy(reading, shadow, id);
    close(reading);
  }
  snprintf(part, sizeof part, "%s/names.next", shadow);
  snprintf(whole, sizeof whole, "%s/names", shadow);
  FILE *out = fopen(part, "w");
  list(out, root, "", 2);
  fclose(out);
  rename(part, whole);
  pthread_mutex_unlock(&lock);
  errno = before;
}

int fsync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
  int answer = real(fd);
  if (answer == 0) remember(fd);
  return answer;
}

int fdatasync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
  int answer = real(fd);
  if (answer == 0) remember(fd);
  return answer;
}
