# "Did you mean" for names, attributes, imports
import traceback
class C:
    blech = 1
    _private = 2
    def method(self):
        return blech
    def method2(self):
        return self.blach
    def method3(self):
        return self.private
value_of_things = 1
def local():
    counter = 1
    return countr
def builtin():
    return pritn
def module():
    return sys.path
def module2():
    return collections
def far():
    return xyzzy_nothing_like_it
def attr():
    return [].apend
def attr2():
    return C().private
def attr3():
    return 'x'.Upper()
def glob():
    return value_of_thigns
def imp():
    from sys import exti
def case():
    return True.REAL
def kw():
    return sorted([1], reversed=True)
for f in (C().method, C().method2, C().method3, local, builtin, module, module2, far, attr, attr2, attr3, glob, imp, case, kw):
    try:
        f()
    except Exception:
        traceback.print_exc()
e = NameError('made by hand', name='prin')
print(traceback.format_exception_only(e))
prnt
