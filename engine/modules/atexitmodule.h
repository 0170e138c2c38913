// Callbacks that run when the interpreter exits.
// CPython 3.13: Modules/atexitmodule.c
#pragma once

namespace py {

void atexit_init();
// Calls them, the last registered first, and forgets them. Errors are reported.
void atexit_call();
void atexit_fini();  // forgets them without calling

}  // namespace py
