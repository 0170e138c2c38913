# a script that does not compile
def f():
    x = 1
    return x +
print('never')
