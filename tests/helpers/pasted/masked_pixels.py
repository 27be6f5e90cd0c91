# input: 1×28×28
class MaskedConv2d(nn.Conv2d):
    def __init__(self, mask_type, *args, **kwargs):
        super(MaskedConv2d, self).__init__(*args, **kwargs)
        assert mask_type in ["A", "B"]
        self.register_buffer("mask", self.weight.data.clone())
        _, _, kH, kW = self.weight.size()
        self.mask.fill_(1)
        self.mask[:, :, kH // 2, kW // 2 + (mask_type == "B") :] = 0
        self.mask[:, :, kH // 2 + 1 :] = 0

    def forward(self, x):
        self.weight.data *= self.mask
        return super(MaskedConv2d, self).forward(x)


fm = 16
net = nn.Sequential(
    MaskedConv2d("A", 1, fm, 7, 1, 3, bias=False),
    nn.BatchNorm2d(fm),
    nn.ReLU(True),
    MaskedConv2d("B", fm, fm, 7, 1, 3, bias=False),
    nn.BatchNorm2d(fm),
    nn.ReLU(True),
    nn.Conv2d(fm, 256, 1),
)
