// File objects: open() and the standard streams.
// CPython 3.13: Modules/_io/
#pragma once
#include "object/object.h"  // Object
#include "object/type.h"    // TypeObject

namespace py {

extern TypeObject fileio_type, bufferedreader_type, bufferedwriter_type, bufferedrandom_type, textiowrapper_type,
    stringio_type, bytesio_type, iobase_type, rawiobase_type, bufferediobase_type, textiobase_type,
    incrementalnewlinedecoder_type;

// builtins.open
Object* io_open(Object* file, const char* mode, int buffering, Object* encoding, Object* errors, Object* newline,
                bool closefd);
// Readies the types; makes sys.stdin, stdout, stderr and their __x__ twins. -1 on error.
int io_init();
int io_create_standard_streams();
// Flushes sys.stdout and sys.stderr; 0, or -1 when one of them failed (the error is reported).
int io_flush_standard_files();

}  // namespace py
