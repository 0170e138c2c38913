// _weakref: what the Python half of the weakref module is built on.
// CPython 3.13: Modules/_weakref.c
#pragma once
#include "modules/modules.h"  // init__weakref
