/* The least that any program must do to say that a workload needs nothing: read what must be read, compare, and nothing else.
   usage: floor LIST        LIST is what workload.ts writes:
     "F PATH LENGTH\n" and the bytes | "D PATH" | "U USER" | "G GROUP" | "P PACKAGE" | "S UNIT"
   prints: OK BAD ACTIVE MILLISECONDS-WITHOUT-SYSTEMD MILLISECONDS-IN-ALL */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char *slurp(const char *path, size_t *length) {
  int file = open(path, O_RDONLY);
  if (file < 0) return NULL;
  struct stat stat;
  fstat(file, &stat);
  size_t room = stat.st_size + 1, got = 0;
  char *bytes = malloc(room + 1);
  ssize_t some;
  while (got < room && (some = read(file, bytes + got, room - got)) > 0) got += some;
  close(file);
  bytes[got] = 0;
  *length = got;
  return bytes;
}

static double since(const struct timespec *start) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (now.tv_sec - start->tv_sec) * 1e3 + (now.tv_nsec - start->tv_nsec) / 1e6;
}

static int is_file(const char *path, const char *wanted, size_t length) {
  size_t got;
  struct stat stats;
  char *bytes = slurp(path, &got);
  int same = bytes && got == length && !memcmp(bytes, wanted, length) && !stat(path, &stats) && (stats.st_mode & 07777) == 0644;
  free(bytes);
  return same;
}

static int is_installed(const char *dpkg, const char *name) {
  char line[4096];
  snprintf(line, sizeof line, "\nPackage: %s\n", name);
  const char *at = strncmp(dpkg, line + 1, strlen(line) - 1) ? strstr(dpkg, line) : dpkg;
  const char *status = at ? strstr(at, "\nStatus: install ok installed\n") : NULL;
  return status && strstr(at + 1, "\n\n") > status;
}

int main(int count, char **words) {
  if (count < 2) return 2;
  size_t length, ignored;
  char *list = slurp(words[1], &length), *at = list, *end = list + length;
  if (!list) return 2;
  struct timespec start;
  clock_gettime(CLOCK_MONOTONIC, &start);
  char *dpkg = slurp("/var/lib/dpkg/status", &ignored), *users = slurp("/etc/passwd", &ignored), *groups = slurp("/etc/group", &ignored);
  char *command = malloc(length + 256), line[4096];
  size_t written = sprintf(command, "systemctl show -p ActiveState,UnitFileState");
  int ok = 0, bad = 0, active = 0;
  while (at < end) {
    char kind = *at, *newline = strchr(at, '\n'), *name = at + 2;
    int good = 0;
    struct stat stats;
    *newline = 0;
    at = newline + 1;
    switch (kind) {
      case 'F': {
        char *space = strrchr(name, ' ');
        size_t wanted = atol(space + 1);
        *space = 0;
        good = is_file(name, at, wanted);
        at += wanted + 1;
        break;
      }
      case 'D':
        good = !lstat(name, &stats) && S_ISDIR(stats.st_mode);
        break;
      case 'U':
      case 'G':
        snprintf(line, sizeof line, "\n%s:", name);
        good = strstr(kind == 'U' ? users : groups, line) != NULL;
        break;
      case 'P':
        good = is_installed(dpkg, name);
        break;
      case 'S':
        written += sprintf(command + written, " %s", name);
        good = 1;
    }
    good ? ok++ : bad++;
  }
  double without = since(&start);
  FILE *answer = popen(command, "r");
  while (fgets(line, sizeof line, answer)) active += !strncmp(line, "ActiveState=active", 18);
  pclose(answer);
  printf("%d %d %d %.3f %.3f\n", ok, bad, active, without, since(&start));
  return 0;
}
