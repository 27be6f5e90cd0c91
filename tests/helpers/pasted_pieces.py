"""Pieces of forwards, each in a small class: what is followed, what works in place, and what is refused by its line."""


def _body(forward: str, made: str = "self.a = nn.Conv2d(3, 4, 3)") -> str:
    lines = "\n".join(f"        {line}" for line in forward.splitlines())
    return (
        f"class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        {made}\n"
        f"    def forward(self, x):\n{lines}\n"
    )


PIECES = {
    "channels at the end": _body("return F.relu(self.a(x).permute(0, 2, 3, 1)).contiguous()"),
    "channels at the end and back": _body(
        "x = self.a(x).permute(0, 2, 3, 1)\nreturn self.a(x.permute(0, 3, 1, 2))", "self.a = nn.Conv2d(3, 3, 3)"
    ),
    "axes that change places": _body("return self.a(x).flatten(2).transpose(1, 2)"),
    "anchors as rows": _body("x = self.a(x)\nreturn x.view(x.size(0), 2, 2, *x.shape[2:]).permute(0, 1, 3, 4, 2)"),
    "averages of one axis and then of the other": _body("return self.a(x).mean(-1).mean(-1)"),
    "the largest of each row of cells": _body("return self.a(x).max(dim=3)[0]"),
    "a sum of all cells": _body("return torch.sum(self.a(x), dim=(2, 3))"),
    "a sum of columns that stay": _body("return self.a(x).sum(2, keepdim=True)"),
    "noise as large as a map": _body("x = self.a(x)\nreturn x + torch.randn(*x.size())"),
    "noise of given sizes": _body("x = self.a(x).mean((2, 3))\nreturn x * torch.rand(x.size(0), x.shape[1])"),
    "a pool over one size": _body("x = self.a(x)\nreturn F.avg_pool2d(x, x.size(2))"),
    "twice the sizes": _body("h, w = x.shape[2:]\nreturn F.interpolate(self.a(x), size=(h * 2, w * 2))"),
    "a sum with a start": _body("return self.a(x)", "self.a = nn.Conv2d(3, sum([1, 1], 1), sum([1], start=2))"),
    "layers that forward makes": _body("self.b = nn.ReLU(); self.c = nn.Conv2d(4, 2, 1)\nreturn self.b(self.a(x))"),
    "an input by name": _body("return self.a(input=x)"),
    "a network moved, started and trained": _body("return self.a(x)")
    + (
        "def start(m):\n    m.weight.data = torch.ones(4, 3, 3, 3)\n"
        "net = Net()\nif torch.cuda.is_available():\n    net = net.cuda()\n"
        "if isinstance(net, nn.Conv2d):\n    net.apply(start)\n"
    ),
    "a number that is a condition": _body("return self.a(x)")
    + "DEEP = 1\nif DEEP:\n    net = nn.Sequential(Net(), nn.ReLU())\nnet",
    "weights in groups, for an optimiser": _body("return self.a(x)")
    + (
        "    def groups(self, *names):\n        for name in names:\n"
        "            yield from getattr(self, name).parameters()\n        last = yield\n        yield last, 1\n"
    ),
    "names with their values in a message": _body(
        'x = self.a(x)\nprint(f"{x.shape=} {x.size(2) = :>4} {len(x) == 2}")\nreturn x'
    ),
    "one channel that is left out of a mask": _body(
        "return self.a(x).sigmoid().squeeze(1)", "self.a = nn.Conv2d(3, 1, 3)"
    ),
    "one channel of one row of cells": _body("return self.a(x).flatten(2).squeeze(-2)", "self.a = nn.Conv2d(3, 1, 3)"),
    "one channel left out of one cell": _body("return self.a(x).add(1).squeeze(1)", "self.a = nn.Conv2d(3, 1, 16)"),
    "a mask that has a channel again": _body(
        "x = self.a(x).squeeze(1)\nreturn self.b(x.unsqueeze(1))",
        "self.a, self.b = nn.Conv2d(3, 1, 3), nn.Conv2d(1, 5, 3)",
    ),
    "weights are set": _body(
        "return self.a(x)", "self.a = nn.Conv2d(3, 4, 3); [nn.init.zeros_(m.bias) for m in (self.a,)]"
    ),
    "a kwargs helper": _body(
        "return self.a(x)", "k = dict(kernel_size=3); k.setdefault('padding', 1); self.a = nn.Conv2d(3, 4, **k)"
    ),
    "lambdas of a comprehension": _body(
        "return self.f[0](x)",
        "self.a = nn.ModuleList([nn.Conv2d(3, 8, 3), nn.Conv2d(3, 4, 5)]); "
        "self.f = [lambda t: self.a[i](t) for i in range(2)]",
    ),
    "a list that grows": _body(
        "y = [self.a(x)]\nfor one in y:\n    if len(y) < 3:\n        y.append(F.relu(one))\nreturn torch.cat(y, 1)"
    ),
    "all but one size in a view": _body("b, c, _, _ = x.size()\nreturn F.adaptive_avg_pool2d(x, 1).view(b, c)"),
    "one cell": _body("return self.a(x)[:, :, -1, 2]"),
    "a function inside that closes over a name": _body(
        "return self.a(x)",
        "self.a = nn.Sequential()\n        def add(i, o):\n"
        "            self.a.add_module('c{0}'.format(i), nn.Conv2d(i, o, k))\n"
        "        k = 3\n        add(3, 4); add(4, 5)",
    ),
    "classes that are compared": "def norm(n, of=nn.BatchNorm2d):\n"
    "    return nn.Conv2d(3, n, 3, bias=of is not nn.BatchNorm2d)\n"
    + _body("return self.a(x)", "self.a = norm(4); assert type(self.a) == nn.Conv2d and type(3) is not str"),
    "a list of modules that grows": _body(
        "for m in self.a: x = m(x)\nreturn x", "self.a = nn.ModuleList(); self.a += [nn.Conv2d(3, 4, 3)]"
    ),
    "one column": _body("return self.b(self.a(x)[..., 0])", "self.a = nn.Conv2d(3, 4, 3); self.b = nn.Conv1d(4, 5, 3)"),
    "the larger and the smaller": _body("x = self.a(x)\nreturn torch.maximum(x, x * 2) - torch.min(x, x - 1)"),
    "unpooled to where single cells were": _body(
        "y, at = F.max_pool2d(self.a(x), 1, 2, return_indices=True)\n"
        "return F.max_unpool2d(y, at, 1, 2, output_size=(14, 14))"
    ),
    "over all channels": _body("x = self.a(x)\nreturn torch.cat([x.mean(1, True), x.amax(dim=1).unsqueeze(1)], 1)"),
    "the smallest channel of each cell": _body("x = self.a(x)\nreturn x - torch.min(x, 1, keepdim=True)[0]"),
    "a known end of a condition": _body("return self.a(x) if x.is_cuda and False or True else x"),
    "whole numbers by bits": _body("return self.a(x)", "self.a = nn.Conv2d(3, 1 << 2, (3 & 1, 3 ^ 2))"),
    "parallel": _body("return self.a(x)") + "net = nn.DataParallel(Net())\n",
    "halves that are changed": _body(
        "y = self.a(x)\na, b = y[:, :2], y[:, 2:]\na += b\nreturn torch.cat([a, b], 1)", "self.a = nn.Conv2d(3, 4, 3)"
    ),
    "a row that is not what comes out": _body("y = self.a(x)\nreturn x"),
    "an earlier row that comes out": _body("y = self.a(x)\nF.max_pool2d(y, 2)\nreturn y"),
    "one number beside other rows": _body(
        "y = self.a(x).view(-1)\nself.a2 = F.relu(x)\nreturn y", "self.a = nn.Conv2d(3, 1, 16)"
    ),
    "compared with None": _body(
        "y = None\nif x != None:\n    y = self.a(x)\nreturn x if y == None or self.a == None else y"
    ),
    "the class of a partial": "import functools\n"
    + _body(
        "return self.b(self.a(x))",
        "norm = functools.partial(nn.InstanceNorm2d, affine=False)\n"
        "        self.a = nn.Conv2d(3, 4, 3, bias=norm.func == nn.InstanceNorm2d); self.b = norm(4)",
    ),
    "one number by the batch": _body("return self.a(x).view(x.size(0))", "self.a = nn.Conv2d(3, 1, 16)"),
    "every second row and third column": _body("return self.a(x)[:, :, ::2, ::3]"),
    "one number for each axis": "from torch.nn.modules.utils import _pair\n"
    + _body("return self.a(x)", "self.a = nn.Conv2d(3, 4, _pair(3), _pair((1, 2)))"),
    "resized where sizes differ": _body(
        "y = self.a(x)\nif y.shape != x.shape:\n    y = F.interpolate(y, size=x.shape[2:])\nreturn y"
    ),
    "positions of a pool": _body("return F.max_pool2d(self.a(x), 3, 2, 0, 1, True)"),
    "super in a diamond": (
        "class A(nn.Module):\n    def f(self, x): return F.max_pool2d(x, 2)\n"
        "class B(A):\n    def f(self, x): return F.relu(super().f(x))\n"
        "class C(A):\n    def f(self, x): return F.avg_pool2d(x, 3)\n"
        "class D(B, C):\n    def __init__(self):\n        super().__init__()\n        self.c = nn.Conv2d(3, 4, 3)\n"
        "    def forward(self, x): return self.f(self.c(x))\nD()\n"
    ),
    "a module behind a method of its name": (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.c = nn.Conv2d(3, 4, 3)\n    def c(self, x): return F.avg_pool2d(x, 3)\n"
        "    def forward(self, x): return self.c(x)\n"
    ),
    "one row stacked": _body("y = self.a(x)\nreturn torch.cat([torch.cat([y], 3), torch.cat([y], -4)], 1)"),
    "dots behind channels": _body("return self.a(x)[:, :3, ...]"),
    "dots before a crop": _body("return self.a(x)[..., 1:-1]"),
    "all by dots": _body("return self.a(x)[...]"),
    "excited": _body("x = self.a(x)\nreturn x * x.mean((2, 3), keepdim=True).expand_as(x)"),
    "flattened": _body("return self.a(x).flatten(1)"),
    "flattened from behind": _body("return torch.flatten(self.a(x), start_dim=-2)"),
    "one number by squeeze": _body("return self.a(x).squeeze()", "self.a = nn.Conv2d(3, 1, 16)"),
    "one number by view": _body("return torch.sigmoid(self.a(x)).view(-1)", "self.a = nn.Conv2d(3, 1, 16)"),
    "one number by squeeze(1)": _body(
        "return torch.sigmoid(self.a(x).view(-1, 1).squeeze(1))", "self.a = nn.Conv2d(3, 1, 16)"
    ),
}

# What works in place, seen under all names of a row; after it the receptive field along one axis.
_TWO = "self.a = nn.Conv2d(3, 3, 3, padding=1); self.b = nn.Conv2d(3, 3, 3, padding=1)"
IN_PLACE = {
    "a method": (_body("x = self.a(x)\nx.add_(self.b(x))\nreturn x * 2", _TWO), 5),
    "a sum": (_body("r = x\nx += self.a(x)\nreturn torch.cat([r, r], 1)", _TWO), 3),
    "a copy": (_body("r = x.clone()\nx += self.a(x)\nreturn r * 2", _TWO), 1),
    "a new value": (_body("r = x\nx = x + self.a(x)\nreturn r * 2", _TWO), 1),
    "by name": (_body("return torch.add(x, other=self.a(x))", _TWO), 3),
    "a list that its generator sees": (
        _body("y = [x]\ny.extend(m(y[-1]) for m in (self.a, self.b))\nreturn torch.cat(y, 1)", _TWO),
        5,
    ),
    "a sum that its generator sees": (
        _body("y = [x]\ny += (m(y[-1]) for m in (self.a, self.b))\nreturn torch.cat(y, 1)", _TWO),
        5,
    ),
    "a list": (_body("y = [x]\ny += [m(y[-1]) for m in (self.a, self.b)]\nreturn torch.cat(y, 1)", _TWO), 3),
    "noise": (_body("x = self.a(x)\nreturn x + torch.randn_like(x) * 0", _TWO), 3),
    "a quotient": (_body("x.div_(self.a(x))\nreturn x.sigmoid_()", _TWO), 3),
}
IN_PLACE = {
    name: (text.replace("(3, 4, 3)", "(3, 3, 3, padding=1)"), field) for name, (text, field) in IN_PLACE.items()
}

REFUSED = [
    (_body("for y in self.maps(x):\n    x = y\nreturn x") + "    def maps(self, x):\n        yield self.a(x)\n",
     "line 10: (yield self.a(x)) is not read"),
    (_body("return self.a(x)").replace("super().__init__()", "pass"), "line 4: super().__init__() of Net"),
    (_body("return x", "n = 3").replace("super().__init__()", "pass"), "line 1: super().__init__() of Net"),
    (_body("return self.a(x)").replace("def forward", "class forward"), "line 1: this cannot be called"),
    (_body("return self.f(x)").replace("    def forward", "    f = 3\n    def forward"), "line 7: this cannot be"),
    (_body("return F.softmax(self.a(x), dim=4)"), "line 6, layer 2 Softmax"),
    *((_body(f"return torch.cat([self.a(x)], {dim})"), "line 6: cat must get an axis") for dim in (4, -5, "2.0")),
    *((_body(f"x {sign} {other}\nreturn F.relu(x)"), "line 6: what a comparison of two rows gives")
      for sign, other in (("==", "self.a(x)"), ("<", "self.a(x)"), ("in", "[self.a(x)]"))),
    *((_body(f"y = [x]\ny.{change}\nreturn y[0]"), f"line 7: {change.partition('(')[0]}() is not read")
      for change in ("__init__([self.a(x)])", "__setitem__(0, self.a(x))", "__iadd__([x])")),
    (_body("return self.a[0](x)", "self.a = nn.ModuleList([nn.ReLU()]); self.a.__setitem__(0, nn.Conv2d(3, 4, 3))"),
     "line 4: __setitem__ is not followed, and may change"),
    ("def twice(f):\n    return lambda s, x: f(s, f(s, x))\n" + _body("return self.a(x)").replace(
        "    def forward", "    @twice\n    def forward"), "line 8: the decorator twice is not followed"),
    (_body("return self.a(x)") + "    def __call__(self, x):\n        return x\n", "line 1: __call__ of Net is not"),
    (_body("return self.a(x)", "self.a = nn.ReLU(); self.a.register_forward_hook(print)"),
     "line 4: register_forward_hook is not followed"),
    (_body("return self.a(x, output_size=x.size())", "self.a = nn.ConvTranspose2d(3, 4, 3, 2)"),
     "line 6: ConvTranspose2d must be called with one row"),
    (_body("return self.a(x)", "self.a = nn.ReLU()\n        for m in self.modules():\n            m.stride = 2"),
     "line 6: what is done here to all modules"),
    (_body("for m in self.modules():\n    x = m(x)\nreturn x"), "line 7: what is done here to all modules"),
    (_body("return self.a(x)") + "def f(m):\n    m.stride = 2\nnet = Net()\nnet = net.apply(f)\n",
     "line 8: what is done here to all modules"),
    (_body("return self.a(x)", "self.a = nn.Conv2d(3, 4, int(f'{2.6:.0f}'))"), "line 4: "),
    (_body("return self.a(x)", "self.a = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()); self.a.pop(1)"),
     "line 4: pop is not followed, and may change"),
    (_body("return self.a(x)", "d = {}; d.popitem(); self.a = nn.ReLU()"), "line 4: popitem() is not read"),
    (_body("return self.a(x)", "g = (3 for _ in 'a'); self.a = nn.Conv2d(3, *g, 1)"),
     "line 4: a generator that is kept"),
    (_body("return self.a(x)", "self.a = nn.ReLU(); self.forward = self.a"), "line 4: forward is assigned here"),
    ("N = 4\ndef up():\n    global N\n    return N\n" + _body("return self.a(x)", "self.a = nn.Conv2d(3, up(), 3)"),
     "line 3: global N is not read"),
    (_body("return self.a(x)") + "net = Net()\ndel net.a\n", "line 6: Net has no a"),
    (_body("return self.a(x)") + "import sys\nnet = Net()\nif sys.version_info > (3,):\n    net.a = nn.ReLU()\n",
     "line 9: what this compares is known only when it runs"),
    ("import sys\nK = 3\nif sys.version_info > (3,):\n    K = 5\n"
     + _body("return self.a(x)", "self.a = nn.Conv2d(3, 4, K)"),
     "line 3: what this compares is known only when it runs"),
    ("def change(m):\n    try:\n        m.a = nn.ReLU()\n    except Exception:\n        pass\n"
     + _body("return self.a(x)") + "net = Net()\nchange(net)\n", "line 2: try: is not read"),
    ("def widen(m):\n    m.stride = (2, 2)\n" + _body("return self.a(x)") + "net = Net()\nnet.apply(widen)\n",
     "line 2: what is done here to all modules is not followed"),
    ("class C:\n    width: int = 3\n" + _body("return self.a(x)", "self.a = nn.Conv2d(C(width=5).width, 3, 3)"),
     "line 6: C has no __init__ here, so what becomes of its arguments"),
    ("class A(nn.Conv2d):\n    def __init__(self):\n        super().__init__(3, 4, 3)\n        self.stride = 2\nA()",
     "line 4: stride of a layer that is made already is not changed here"),
    (_body("return F.conv2d(x, self.a.weight.sum(2, keepdim=True))"), "line 6: conv2d with weights of its own"),
    *((_body(f"return F.conv2d(x, self.a.weight{more})", f"self.a = nn.Conv2d(3, 6, 3, groups={groups})"),
       "line 6: conv2d must get as many groups as the layer") for groups, more in [(3, ""), (1, ", groups=3")]),
    (_body("return F.conv2d(x, self.a.weight)", "self.a = nn.Conv2d(3, 6, 3, steps=2)"),
     "line 4: Conv2d has no argument steps"),
    *((_body("return self.a(x)", f"self.a = nn.Conv2d(3, 4, 3, {name}=1)"), f"line 4: Conv2d has no argument {name}")
      for name in ("self", "kind", "inputs", "line", "name", "parametrization")),
    (_body("return self.a(x) if x.is_cuda and 1 else x"), "line 6: is_cuda"),
    *((_body("return self.a(x)[:, :3]", f"self.a = {layer}"), "line 6: how many channels there are")
      for layer in ("nn.Conv2d(3, 4.0, 3)", "nn.Linear(16, '4')")),
    (_body("return self.a(x).min()"), "line 6: an average, a sum or a maximum must be one of"),
    (_body("return self.a(x).min((2, 3))"), "line 6: an average, a sum or a maximum must be one of"),
    (_body("b, c, c, _ = x.size()\nreturn F.adaptive_avg_pool2d(x, 1).view(b, c)"), "line 7, layer 2 View"),
    (_body("return self.a(x)", "self.a = nn.Dropout(8)"), "line 4, layer 1 a: Dropout"),
    (_body("x = self.a(x)\ny = x[:, :2]\nx += F.conv2d(x, self.b.weight, padding=1)\nreturn self.c(y)",
           "self.a = nn.Conv2d(3, 4, 3); self.b = nn.Conv2d(4, 4, 3); self.c = nn.Conv2d(2, 4, 3)"),
     "line 9: this row was changed in place under another name"),
    (_body("x = self.a(x)\ny = x.flatten(2)\ny += x.flatten(2)\nreturn x * 2"),
     "line 9: this row was changed in place"),
    (_body("return self.a(x)", "self.a = nn.ReLU()\n        for m in self.modules():\n            del m.a"),
     "line 6: what is done here to all modules"),
    (_body("return self.a(x)", "self.a = nn.ReLU()\n        for m in self.modules():\n            m.append(m)"),
     "line 6: what is done here to all modules"),
    (_body("x = self.a(x)\nif x.shape != x.size():\n    x = F.relu(x)\nreturn x"),
     "line 7: what is done here depends on"),
    (_body("return self.a(x)") + "net = Net()\ndef main():\n    for _ in load():\n        net.a = nn.ReLU()\nmain()\n",
     "line 9: load is not defined here"),
    (_body("return self.a(x).mean(1)"), "line 6: this output has no axis of channels"),
    (_body("return self.a(x).unsqueeze(2).squeeze(2).mean(1)"), "line 6: this output has no axis of channels"),
    (_body("return self.a(x).mean(2).squeeze(2).sum(1)"), "line 6: this output has no axis of channels"),
    (_body("x = self.a(x)\nreturn x.pow(x)"), "line 7: pow of two rows is not followed here"),
    (_body("return self.a(x)[:, 1, ...]"), "line 6: of a row only channels"),
    (_body("return self.a(x)[0, ...]"), "line 6: of a row only channels"),
    (_body("x = self.a(x)\nreturn x.mean((2, 3), True).expand_as(x)"), "line 7: expand_as is followed in a product"),
    (_body("x = self.a(x)\nreturn F.relu(x.mean((2, 3), True).expand_as(x))"), "line 7: expand_as is followed in a"),
    (_body("return torch.flatten(self.a(x))"), "line 6: flatten must keep the batch, as in torch.flatten(x, 1)"),
    (_body("return self.a(x).squeeze()", "self.a = nn.Conv2d(3, 1, 3)"), "line 6, layer 2 View on 1×14×14: size must"),
    (_body("return self.b(self.a(x).squeeze())", "self.a = nn.Conv2d(3, 1, 16); self.b = nn.Linear(1, 2)"),
     "line 6: one number for each example, without an axis, is no input"),
    (_body("x = self.a(x)\na, b = x[:, :1], x[:, 2:]\na += b\nreturn x"),
     "line 8: work in place must keep the 1 channels of its row, got 2"),
    (_body("return self.a(x).flatten(1).tanh().squeeze(1)", "self.a = nn.Conv2d(3, 1, 16)"),
     "line 6, layer 4 Squeeze on 1: dim must leave"),
    (_body("return self.b(self.a(x).squeeze(1))", "self.a, self.b = nn.Conv2d(3, 1, 3), nn.Conv1d(14, 5, 3)"),
     "line 4, layer 3 b: Conv1d on 14×14: Conv1d must not slide"),
    (_body("return self.b(self.a(x).squeeze(1))", "self.a, self.b = nn.Conv2d(3, 1, 3), nn.Linear(14, 5)"),
     "line 4, layer 3 b: Linear on 14×14: Linear must not mix axes"),
    (_body("return self.a(x).view(-1)"), "line 6: view must keep the batch in front"),
    (_body("return self.a(x) * len()"), "line 6: len takes 1 arguments, got 0"),
    (_body("x = self.a(x)\nreturn x.flip(2)"), "line 7: flip moves axes or cells"),
    (_body("return self.b(self.a(x).transpose(2, 3))", "self.a = nn.Conv2d(3, 4, 3); self.b = nn.Conv2d(4, 4, 3)"),
     "line 4, layer 3 b: Conv2d on 4×14×14: Conv2d must not slide"),
    (_body("return self.a(x).permute(1, 0, 2, 3)"), "line 6, layer 2 Permute on 4×14×14: dims must be the axes 0 to 3"),
    (_body("x = self.a(x).permute(0, 2, 3, 1)\nreturn torch.cat([x, x], 1)"), "line 7, layer 3 Cat on 14×14×4: inputs"),
    (_body("x = self.a(x).transpose(1, 2)\nreturn x + x"), "line 7, layer 3 Add on 14×4×14: inputs of Add must have"),
    (_body("return self.b(self.a(x).transpose(1, 2))",
           "self.a = nn.Conv2d(3, 4, 3); self.b = nn.Linear(14, 5)"),
     "line 4, layer 3 b: Linear on 14×4×14: Linear must"),
    (_body("return self.a(x.transpose(1, 3))", "self.a = nn.Conv2d(16, 4, 3)"),
     "line 4, layer 2 a: Conv2d on 16×16×3: Conv2d must not slide along axes that were flattened or moved"),
    (_body("return self.a(x).permute(0, 6, 2, 3)"), "line 6, layer 2 Permute on 4×14×14: dims must be the axes 0 to 3"),
    (_body("return self.a(x).transpose(1, 4)"), "line 6: transpose must get two of 4 axes, got 1 and 4"),
    (_body("return self.a(self.a(x))"), "line 4, layer 2 Conv2d on 4×14×14: in_channels must be 4"),
    (_body("x = self.a(x)\nreturn F.conv2d(x, self.a.weight, stride=2)", "self.a = nn.Conv2d(3, 3, 3)"),
     "line 7: a is called twice, in different ways, and would share its weights"),
    (_body("return self.a(self.a(x))", "self.a = nn.LazyConv2d(3, 3)"), "line 6: a is called twice, in different ways"),
    (_body("m = x.mean((2, 3), True)\nm += x\nreturn self.a(m)"),
     "line 7, layer 2 Add on 3×1×1: Add in place must keep the shape 3×1×1"),
    (_body("x = self.a(x).mean((2, 3))\nreturn x + torch.randn(x.size(0), 3)"), "line 7: torch.randn is not read"),
    (_body("self.appnd(nn.ReLU())\nreturn self.a(x)"), "line 6: Net has no appnd; did you mean append?"),
    (_body("if x.sum() > 0:\n    x = self.a(x)\nreturn x"), "line 6: an average, a sum or a maximum must be one of"),
    (_body("return self.b(x)"), "line 6: Net has no b"),
    (_body("return nn.MaxUnpool2d(2)(x)"), "line 6: MaxUnpool2d must be called with a row and the indices of a pool"),
    (_body("y, at = F.max_pool2d(x, 2, return_indices=True)\nreturn F.max_unpool2d(x, at, 2)"), "line 7, layer 2"),
    (
        _body("y, at = F.max_pool2d(x, 2, return_indices=True)\nreturn F.max_unpool2d(y, at, 2, output_size=(9, 18))"),
        "line 7, layer 2 MaxUnpool2d on 3×8×8: output_size must be within 2 of 16",
    ),
    (_body("return x * self.g", "self.g = nn.Parameter(torch.ones(3).expand(5, 3))"), "line 4: nn.Parameter is"),
    (_body("return x * self.g", "self.g = nn.Parameter(torch.ones(2, 3, 16, 16))"), "line 6, layer 1 g: Scale"),
    (_body("return x * self.g[3]", "self.g = nn.Parameter(torch.ones(3))"), "line 6: of a parameter single entries"),
    (_body("return x * (self.g + self.g)", "self.g = nn.Parameter(torch.ones(3, 1, 1))"), "line 6: what is done with"),
    (_body("return self.a(x)", "self.a = nn.Conv2d(3, 4, kernal_size=3)"),
     "line 4: Conv2d has no argument kernal_size"),
    (_body("return self.a(x)", "self.a = nn.Covn2d(3, 4, 3)"),
     "line 4: Covn2d is no layer that convref knows; did you"),
    (_body("return self.a(x)", "self.a = nn.LSTM(3, 4)"), "line 4: LSTM is no layer that convref knows: it carries"),
    (_body("x = self.a(x)\nreturn self.b(x.view(x.size(0), -1))",
     "self.a = nn.Conv2d(3, 4, 3); self.b = nn.Linear(9, 2)"),
     "line 4, layer 3 b: Linear on 784: in_features must be the 784"),
    (_body("return x.view(4, -1)"), "line 6: view must keep the batch in front"),
    (_body("return self.a(x).mean((2, -2))"), "line 6: an average, a sum or a maximum must be one of"),
    (_body("return unknown(x)"), "line 6: unknown is not defined here"),
    (_body("return self.b(x)", "self.b = Bottleneck(3, 4)"), "line 4: Bottleneck is not defined here; if it"),
    ("from models.common import C3\n" + _body("return self.b(x)", "self.b = C3(3, 4)"),
     "line 5: models.common.C3 is not read, since nothing is executed; if it is a class, put it"),
    (_body("return self.a(x)", "found = []; found.appnd(nn.ReLU()); self.a = nn.Sequential(*found)"),
     "line 4: a list has no appnd; did you mean append?"),
    (_body("return x", "self.b = nn.Conv2d(3, 8, 0)"), "line 4: kernel_size must be at least 1, got kernel_size=0"),
    (_body("return x", "self.b = nn.Conv2d(3, 8, 3, groups=2)"), "line 4: in_channels must be divisible by groups"),
    (_body("return x", "self.b = nn.Conv3d(3, 8)"), "line 4: Conv3d must get in_channels"),
    (_body("return x", "self.b = nn.Linear(0, 8)"), "line 4: in_features must be at least 1"),
    (_body("return x", "self.b = nn.BatchNorm1d(-1)"), "line 4: num_features must be at least 1"),
    (_body("return x", "self.b = nn.GroupNorm(3, 8)"), "line 4: num_channels must be divisible by num_groups"),
    (_body("return x", "self.b = nn.Dropout(2)"), "line 4: p, the share that is left out"),
    (_body("return x", "self.b = nn.ConvTranspose2d(3, 8, 3, output_padding=4)"), "line 4: output_padding must be"),
    (_body("return torch.stack([x, x]).flatten(1)"), "line 6: of stacked rows a sum"),
    (_body("return torch.stack([x, x], 1).sum(2)"), "line 6: of stacked rows a sum"),
    (_body("return torch.stack([x, x]) * x"), "line 6: of stacked rows a sum"),
    (_body("return self.a(torch.stack([x, x]))"), "line 6: Conv2d of stacked rows is not followed"),
    (_body("return x.repeat(1, 1, 2, 2)"), "line 6: repeat is followed along the channels only"),
    (_body("return x.narrow(0, 0, 1)"), "line 6: narrow is followed along the channels only"),
    (_body("return self.a(x).narrow(1, 3, 2)"), "line 6: narrow must get a start and a length within the 4 channels"),
    (_body("return (torch.stack([x, x]) and x)"), "line 6: what is done here depends on sizes or values"),
    ("from einops import rearrange\n" + _body("return rearrange(x, 'b c h w -> (b c) h w')"),
     "line 7: rearrange is followed for named axes behind the batch"),
    ("from einops import rearrange\n" + _body("return rearrange(x, 'b c h w -> b c (h h)')"),
     "line 7: rearrange must have the same axes on both sides"),
    (_body("return self.b(self.seen)", "self.seen = nn.Conv2d(3, 4, 3)(torch.zeros(1, 3, 9, 9)); self.b = nn.ReLU()"),
     "line 4: torch.zeros is not read"),
    (_body("return self.b(x)", "self.b = nn.Linear(nn.Conv2d(4, 2, 3)(torch.zeros(1, 3, 9, 9)).numel(), 2)"),
     "line 4: a trial with 1×3×9×9 fails: line 4, layer 1 Conv2d on 3×9×9: in_channels must be 3"),
    (_body("return x.of()[2]"), "line 6: of of a row is not followed here"),
    (_body("return self.a(x)").replace("forward(self, x)", "forward(self, x, t)"),
     "line 5: forward of Net takes x and t; several inputs"),
    (_body("return self.a(x)").replace("__init__(self)", "__init__(self, width)"),
     "line 1: Net needs width; end the text"),
    (_body("return self.a(x)") + _body("return x").replace("Net", "Other"),
     "line 7: several networks are defined here"),
    (_body("return self.a(x)") + "net = Net(3)\n", "line 7: __init__ takes 1 arguments, got 2"),
    (_body("return self.a(x"), "line 6: this is not Python: '(' was never closed"),
    (_body("return self.a(x)", "self.a = nn.Conv2d(3, 4, 3, stride=1,\n        padding=1, stride=2)"),
     "line 5: this is not Python: keyword argument repeated: stride"),
    (_body("while True:\n    x = F.relu(x)\nreturn x"), "line 7: there is too much to follow"),
    (_body("return self.f(x)") + "    def f(self, x):\n        return self.f(x)\n", "line 8: f calls itself too often"),
    ("import layers\nw = [3, 8]\nlayers.change(w)\n"
     "net = nn.Sequential(nn.Conv2d(w[0], w[1], 3))\nfor n in w:\n    pass\n",
     "line 3: layers.change is not read, and may change"),
]  # fmt: skip
