// Constants of sys.
#pragma once

namespace py {

// Adds versions, limits, flags, paths and the like to the sys dict. -1 with the error set.
int sys_add_info();

}  // namespace py
