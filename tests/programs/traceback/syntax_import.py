# SyntaxErrors of compiled text, as they are printed
import traceback
for source in ('x = = 1', 'if x:\npass', '\tif 1:\n  x', 'a = "abc', 'f(a, b', 'def é(x: pass', 'x = (1,\n     2 3)', '   \n  foo(',
               'print "x"', 'a, b c = 1', 'return 5', 'nonlocal x', 'class C:\n    def f(self):\n        return )', "f'{a!x}'"):
    try:
        compile(source, '<source>', 'exec')
    except SyntaxError:
        traceback.print_exc(limit=0)
for e in (SyntaxError('m'), SyntaxError('m', ('f', 1, None, 'text')), SyntaxError('m', ('f', 1, 3, '  text')), SyntaxError('m', (None, 1, 100, 'text')),
          SyntaxError('m', ('f', None, 2, 'text')), SyntaxError('m', ('f', 2, 1, None)), SyntaxError('m', ('f', 1, 2, 'text', 1, 4)), SyntaxError(None, ('f', 1, 2, 'a\tb c', 3, 4))):
    print(''.join(traceback.format_exception_only(e)))
eval('1 +')
