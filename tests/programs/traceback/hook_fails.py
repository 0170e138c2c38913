# an excepthook that raises itself
import sys
def hook(*args):
    raise RuntimeError('in hook')
sys.excepthook = hook
def f():
    raise ValueError('original')
f()
