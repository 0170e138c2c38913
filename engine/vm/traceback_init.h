// Start-up of traceback objects (the type itself is described by types/traceback.h).
#pragma once

namespace py {

// Readies the type and tells types/errors.cc how to make a link. -1 with MemoryError.
int traceback_init();

}  // namespace py
