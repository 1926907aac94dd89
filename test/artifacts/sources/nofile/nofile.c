/*
 * Answers 65,535 when a program asks how many files it may open, and leaves the real limit alone: Elasticsearch and OpenSearch do
 * not start with less, and a container without CAP_SYS_RESOURCE cannot have more than its machine gives it.
 */
#define _GNU_SOURCE
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WANTED 65535

int getrlimit64(__rlimit_resource_t resource, struct rlimit64 *limit) {
  int failed = (int)syscall(SYS_prlimit64, 0, resource, NULL, limit);
  if (failed == 0 && resource == RLIMIT_NOFILE && limit->rlim_cur < WANTED) {
    limit->rlim_cur = WANTED;
    limit->rlim_max = WANTED;
  }
  return failed;
}

int getrlimit(__rlimit_resource_t resource, struct rlimit *limit) {
  return getrlimit64(resource, (struct rlimit64 *)limit);
}
