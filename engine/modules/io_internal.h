// What the files of the _io module share.
#pragma once
#include <cstring>
#include <string>

#include "modules/args.h"
#include "modules/iomodule.h"
#include "types/buffer.h"    // bytes-like arguments
#include "object/errors.h"

namespace py {

extern TypeObject* exc_UnsupportedOperation;  // io.UnsupportedOperation: (OSError, ValueError)

constexpr Ssize kDefaultBufferSize = 8192;  // io.DEFAULT_BUFFER_SIZE
constexpr Ssize kBlockSize = 4096;          // st_blksize of files and pipes: the size of their buffers

// Raises io.UnsupportedOperation(message). Always null.
Object* io_unsupported(const char* message);
// "I/O operation on closed file." Always null.
Object* io_closed_error();
// obj.<name>() -> truth. 1, 0 or -1.
int io_is_true(Object* obj, const char* name);
// obj.closed: 1, 0 or -1.
int io_is_closed(Object* obj);
// Methods by name, for any file-like object. New references.
Object* io_call(Object* obj, const char* name);
Object* io_call(Object* obj, const char* name, Object* arg);
Object* io_call(Object* obj, const char* name, Object* arg1, Object* arg2);
// An int or None argument (None: -1). False with the error set.
bool io_size_argument(Object* arg, Ssize* size);
// A position: any int. False with TypeError or OverflowError.
bool io_offset_argument(Object* arg, Ssize* offset);
// io.IOBase's destructor behaviour: closes an object that was not closed. Keeps the error indicator.
void iobase_finalize(Object* self);
Object* io_none_or(Object* value);  // borrowed null gives None; new reference

// FileIO, directly: the buffered classes use these instead of Python calls when raw is an exact FileIO.
bool fileio_check_exact(const Object* o);
int fileio_fd(Object* o);
Object* fileio_new(Object* name, const char* mode, bool closefd, Object* opener);

// A buffered file of that type (&bufferedreader_type ...) in front of raw.
Object* buffered_new(TypeObject* type, Object* raw, Ssize size);
Object* textiowrapper_new(Object* buffer, Object* encoding, Object* errors, Object* newline, bool line_buffering);
// Whether a file-like object is closed, without a Python call for our own classes: 1, 0, -1.
int io_is_closed_fast(Object* buffer);

int io_base_init();
int fileio_init();
int bufferedio_init();
int textio_init();
int stringio_init();
int bytesio_init();

}  // namespace py
