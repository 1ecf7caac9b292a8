#ifndef ROTA_GROUP_H
#define ROTA_GROUP_H

#include <stdbool.h>
#include <sys/types.h>

/// The two kinds of control groups, by the version of their hierarchy.
enum group_version { GROUP_VERSION_1, GROUP_VERSION_2 };

/// Finds this process's own groups; later answers are about what was found then, also in lanes.
void group_find(void);

/// The folder of the own group: of the memory controller (version 1), or of everything (version 2). Empty: none.
const char *group_folder(enum group_version version);

/// Writes a short text into a group's file. Answers false, with errno, when that can't be.
bool group_write(const char *folder, const char *name, const char *text);

/// Removes groups below `folder` whose launcher is gone (it was killed, with no time to remove them).
void group_remove_leftovers(const char *folder);

/// Makes a version 2 group below the own one, where that can be written, and notes its path in `group` in the output
/// folder.
void group_make(const char *outputs);

/// `fork`, but the child is in that group: born there where the kernel can do it, since moving a process in waits for
/// every processor (10 to 30 ms). All it starts is in the group too; no program can leave unless it may write there.
pid_t group_fork(void);

/// Removes that group and the note, once no process is in it.
void group_remove(void);

#endif
