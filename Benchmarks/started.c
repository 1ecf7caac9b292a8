// A task that says when it began: appends the wall clock's nanoseconds, a line, to a file.
//
// Use: started FILE

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **words) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (count != 2) return 2;
    char line[32];
    int length = snprintf(line, sizeof line, "%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
    int file = open(words[1], O_WRONLY | O_APPEND | O_CREAT, 0600);
    return file < 0 || write(file, line, length) != length;
}
