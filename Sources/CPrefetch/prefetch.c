// A module of C needs a file; what it offers is inlined from its header.
#include "prefetch.h"
