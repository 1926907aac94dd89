/*
 * The least that any program must do to see that a host is as wanted: read, compare, and nothing else. systemd is asked once, by
 * systemctl.
 * usage: floor DIR, where DIR/list.txt has one line a resource: "F path length" with the content below it, "D path", "U user",
 * "G group", "P package" or "S service".
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define UNITS 65536

static char *slurp(const char *path, size_t *length) {
  struct stat s;
  int file = open(path, O_RDONLY);
  if (file < 0 || fstat(file, &s) != 0) return NULL;
  size_t room = s.st_size + 1, have = 0;
  char *text = malloc(room + 1);
  for (ssize_t n; (n = read(file, text + have, room - have)) > 0;) have += n;
  close(file);
  text[have] = 0;
  *length = have;
  return text;
}

static int is_file(const char *path, const char *want, size_t length) {
  struct stat s;
  size_t have;
  char *got = slurp(path, &have);
  int same = got && have == length && !memcmp(got, want, have) && !stat(path, &s) && (s.st_mode & 07777) == 0644;
  free(got);
  return same;
}

static int is_directory(const char *path) {
  struct stat s;
  return !lstat(path, &s) && S_ISDIR(s.st_mode);
}

/* Whether a line of the text starts with this. */
static char *line_of(char *text, const char *start) {
  size_t length = strlen(start);
  for (char *at = text; (at = strstr(at, start)); at += length)
    if (at == text || at[-1] == '\n') return at;
  return NULL;
}

static int is_account(char *accounts, const char *name) {
  char start[512];
  snprintf(start, sizeof start, "%s:", name);
  return line_of(accounts, start) != NULL;
}

static int is_installed(char *status, const char *name) {
  char start[512];
  snprintf(start, sizeof start, "Package: %s\n", name);
  char *package = line_of(status, start);
  if (!package) return 0;
  char *end = strstr(package, "\n\n"), *state = strstr(package, "\nStatus: install ok installed\n");
  return state && (!end || state < end);
}

static int count_active(const char *units) {
  static char command[UNITS + 128];
  char line[1024];
  int active = 0;
  snprintf(command, sizeof command, "systemctl show -p ActiveState,UnitFileState%s", units);
  FILE *said = popen(command, "r");
  while (fgets(line, sizeof line, said))
    if (!strcmp(line, "ActiveState=active\n")) active++;
  pclose(said);
  return active;
}

static double since(const struct timespec *then) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (now.tv_sec - then->tv_sec) * 1e3 + (now.tv_nsec - then->tv_nsec) / 1e6;
}

int main(int count, char **words) {
  if (count != 2) return 2;
  static char path[4096], units[UNITS];
  size_t length, any, used = 0;
  int ok = 0, bad = 0;
  struct timespec start;
  snprintf(path, sizeof path, "%s/list.txt", words[1]);
  char *list = slurp(path, &length), *at = list, *end = list + length;
  clock_gettime(CLOCK_MONOTONIC, &start);
  char *dpkg = slurp("/var/lib/dpkg/status", &any), *users = slurp("/etc/passwd", &any), *groups = slurp("/etc/group", &any);
  while (at < end) {
    char kind = *at, *name = at + 2, *newline = strchr(at, '\n');
    int good = 0;
    *newline = 0;
    at = newline + 1;
    if (kind == 'F') {
      char *blank = strrchr(name, ' ');
      size_t size = atol(blank + 1);
      *blank = 0;
      good = is_file(name, at, size);
      at += size + 1;
    } else if (kind == 'D') good = is_directory(name);
    else if (kind == 'U') good = is_account(users, name);
    else if (kind == 'G') good = is_account(groups, name);
    else if (kind == 'P') good = is_installed(dpkg, name);
    else if (kind == 'S' && used < sizeof units - 512) {
      used += snprintf(units + used, 512, " %s", name);
      good = 1;
    }
    good ? ok++ : bad++;
  }
  double reading = since(&start);
  int active = count_active(units);
  printf("ok %d bad %d active %d, %.2f ms without systemd, %.2f ms in all\n", ok, bad, active, reading, since(&start));
  return 0;
}
