/* What this machine charges for the least a chat server can do: copy 300 bytes and send them to each of 500 clients over loopback. No XMPP, no rooms; figures of servers are read
   against these (docs/load.md).  cc -O2 -o floor floor.c && ./floor */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 500, BYTES = 300, MOST_AT_ONCE = 4 };

static void need(int ok, const char *what) {
    if (!ok) {
        perror(what);
        exit(1);
    }
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All clients: reads until every message has come; when they carry the time at which they were due, writes how long they took. */
static void read_all(struct sockaddr_in address, long messages, int timed) {
    int epoll = epoll_create1(0);
    need(epoll >= 0, "epoll_create1");
    for (int i = 0; i < CLIENTS; i++) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        need(client >= 0 && connect(client, (struct sockaddr *)&address, sizeof address) == 0, "connect");
        struct epoll_event readable = {.events = EPOLLIN, .data.fd = client};
        need(epoll_ctl(epoll, EPOLL_CTL_ADD, client, &readable) == 0, "epoll_ctl");
    }

    long wanted = messages * CLIENTS, bytes = 0, seen = 0;
    double *took = malloc(sizeof(double) * wanted);
    need(took != NULL, "malloc");
    static char buffer[256 * BYTES];
    struct epoll_event ready[256];
    while (bytes < wanted * BYTES) {
        int count = epoll_wait(epoll, ready, 256, -1);
        for (int i = 0; i < count; i++) {
            ssize_t got = read(ready[i].data.fd, buffer, sizeof buffer);
            need(got > 0, "read");
            bytes += got;
            for (ssize_t at = 0; timed && at < got && seen < wanted; at += BYTES) {
                double due;
                memcpy(&due, buffer + at, sizeof due);
                took[seen++] = now() - due;
            }
        }
    }

    if (timed) {
        qsort(took, seen, sizeof *took, ascending);
        printf("%d messages a second: p50 %.1f ms, p99 %.1f ms\n", timed, took[seen / 2] * 1e3, took[seen * 99 / 100] * 1e3);
    }
    exit(0);
}

/* Sends so many messages to everybody, `together` in one call; `rate` a second, 0: as fast as they are taken. */
static void run(long messages, int together, int rate) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    need(listening >= 0 && bind(listening, (struct sockaddr *)&address, length) == 0 && listen(listening, CLIENTS) == 0, "listen");
    getsockname(listening, (struct sockaddr *)&address, &length);
    fflush(stdout);
    pid_t reader = fork();
    need(reader >= 0, "fork");
    if (reader == 0)
        read_all(address, messages, rate);

    int client[CLIENTS], yes = 1;
    for (int i = 0; i < CLIENTS; i++) {
        client[i] = accept(listening, NULL, NULL);
        need(client[i] >= 0, "accept");
        setsockopt(client[i], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    sleep(1);

    static char message[MOST_AT_ONCE * BYTES], copy[MOST_AT_ONCE * BYTES];
    double begin = now(), used = cpu();
    for (long sent = 0; sent < messages; sent += together) {
        double due = rate ? begin + (double)sent / rate : now();
        if (due > now())
            usleep((useconds_t)((due - now()) * 1e6));
        memcpy(message, &due, sizeof due);
        for (int i = 0; i < CLIENTS; i++) {
            memcpy(copy, message, together * BYTES);
            need(send(client[i], copy, together * BYTES, 0) == together * BYTES, "send");
        }
    }

    if (!rate)
        printf("%d in a call: %.1f microseconds of CPU per delivery\n", together, (cpu() - used) * 1e6 / messages / CLIENTS);
    int status;
    need(waitpid(reader, &status, 0) == reader && status == 0, "the reader");
    for (int i = 0; i < CLIENTS; i++)
        close(client[i]);
    close(listening);
}

int main(void) {
    run(400, 1, 0);
    run(800, 4, 0);
    run(480, 1, 60);
    return 0;
}
