// property. The struct is in descrobject.h.
// CPython 3.13: Objects/descrobject.c
#pragma once
#include "types/descrobject.h"
