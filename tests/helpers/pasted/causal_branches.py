# input: 1×40
class CausalConv1d(nn.Conv1d):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.causal_padding = self.dilation[0] * (self.kernel_size[0] - 1)

    def forward(self, x):
        return self._conv_forward(F.pad(x, [self.causal_padding, 0]), self.weight, self.bias)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([None, CausalConv1d(4, 4, 3, dilation=2)])
        self.stem = CausalConv1d(1, 4, 7)

    def forward(self, x):
        x = self.stem(x)
        found = [x if branch is None else branch(x) for branch in self.branches]
        return found[0] + found[1]
