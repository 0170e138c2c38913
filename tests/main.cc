// The one test program: doctest over every unit of the engine, native and in Node.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
