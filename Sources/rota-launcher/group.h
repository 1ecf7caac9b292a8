#ifndef ROTA_GROUP_H
#define ROTA_GROUP_H

#include <stdbool.h>

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

/// Enters a new version 2 group below the own one, where that can be written, and notes its path in `group` in the
/// output folder. All processes started later are in it, and no program can leave it unless it may write there.
void group_enter(const char *outputs);

/// Leaves and removes that group and the note, once no other process is in it.
void group_leave(void);

#endif
