def f(kind):
    try:
        if kind == 0: return "return"
        if kind == 1: raise ValueError("v")
        if kind == 2: raise KeyError("k")
        if kind == 3: 1 / 0
        if kind == 4: [][1]
        result = "none"
    except ValueError as e:
        result = f"value {e}"
    except (KeyError, IndexError) as e:
        result = f"lookup {e!r}"
    except:
        result = "bare"
    else:
        result += " else"
    finally:
        print("finally", kind, end="; ")
    return result
for k in range(6): print(f(k))

def over():
    try:
        raise ValueError
    finally:
        return "finally wins"
print(over())
def loop():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("try", i)
        finally:
            print("fin", i)
loop()
try:
    try:
        raise ValueError("first")
    except ValueError:
        raise KeyError("second")
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    try:
        raise ValueError("first")
    except ValueError as v:
        raise KeyError("second") from v
except KeyError as e:
    print(repr(e.__cause__), e.__cause__ is e.__context__, e.__suppress_context__)
try:
    raise KeyError from None
except KeyError as e:
    print(e.__cause__, e.__suppress_context__)
try:
    e
except NameError as n:
    print(n)
import sys
def handled():
    print(sys.exception())
    try:
        raise OSError("x")
    except OSError:
        print(repr(sys.exception()))
        try:
            raise TypeError("y")
        except TypeError:
            print(repr(sys.exception()))
        print(repr(sys.exception()))
    print(sys.exception())
handled()
def reraise():
    try:
        raise ValueError("again")
    except ValueError:
        raise
try:
    reraise()
except ValueError as e:
    tb = e.__traceback__
    lines = []
    while tb: lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next
    print(lines)
for bad in ("raise 3", "raise int", "raise ValueError from 3", "raise"):
    try:
        exec(bad)
    except (TypeError, RuntimeError) as e:
        print(e)
try:
    try: raise ValueError
    except 3: pass
except TypeError as e: print(e)
class MyError(Exception):
    def __init__(self, code): super().__init__(code); self.code = code
try: raise MyError(7)
except MyError as e: print(e.code, e.args)
def nested():
    try:
        try:
            raise ValueError(1)
        finally:
            print("inner finally")
    except ValueError as e:
        print("outer", e)
    return "end"
print(nested())
