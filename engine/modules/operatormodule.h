// _operator: the operators as functions; itemgetter, attrgetter, methodcaller.
// CPython 3.13: Modules/_operator.c
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

extern TypeObject itemgetter_type, attrgetter_type, methodcaller_type;

}  // namespace py
