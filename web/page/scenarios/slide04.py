# The collector finds the cycle
import gc
gc.set_debug(gc.DEBUG_STATS)
class CircularRef:
    def __init__(self):
        self.ref = None
obj1 = CircularRef()
obj2 = CircularRef()
obj1.ref = obj2
obj2.ref = obj1
del obj1, obj2
gc.collect()
