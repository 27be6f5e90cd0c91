"""Networks as people paste them: classes with their forward, loops and functions; each with the shape of one example.

They are written in the manner of public projects, tutorials and exercises.
"""

PASTED: dict[str, tuple[str, tuple[int, ...]]] = {}

PASTED["tutorial"] = (
    """
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):

    def __init__(self):
        super(Net, self).__init__()
        # 1 input image channel, 6 output channels, 5x5 square convolution
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        # an affine operation: y = Wx + b
        self.fc1 = nn.Linear(16 * 5 * 5, 120)  # 5*5 from image dimension
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        # Max pooling over a (2, 2) window
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        # If the size is a square, you can specify with a single number
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1) # flatten all dimensions except the batch dimension
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = self.fc3(x)
        return x


net = Net()
print(net)
""",
    (1, 32, 32),
)

PASTED["mnist_example"] = (
    """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, kernel_size=5)
        self.conv2 = nn.Conv2d(10, 20, kernel_size=5)
        self.conv2_drop = nn.Dropout2d()
        self.fc1 = nn.Linear(320, 50)
        self.fc2 = nn.Linear(50, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2_drop(self.conv2(x)), 2))
        x = x.view(-1, 320)
        x = F.relu(self.fc1(x))
        x = F.dropout(x, training=self.training)
        x = self.fc2(x)
        return F.log_softmax(x, dim=1)

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = Net().to(device)
optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.5)
for epoch in range(1, 11):
    for batch_idx, (data, target) in enumerate(train_loader):
        optimizer.zero_grad()
        output = model(data)
        loss = F.nll_loss(output, target)
        loss.backward()
        optimizer.step()
""",
    (1, 28, 28),
)

PASTED["unet"] = (
    '''
class DoubleConv(nn.Module):
    """(convolution => [BN] => ReLU) * 2"""

    def __init__(self, in_channels, out_channels, mid_channels=None):
        super().__init__()
        if not mid_channels:
            mid_channels = out_channels
        self.double_conv = nn.Sequential(
            nn.Conv2d(in_channels, mid_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(mid_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(mid_channels, out_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True)
        )

    def forward(self, x):
        return self.double_conv(x)


class Down(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(in_channels, out_channels))

    def forward(self, x):
        return self.maxpool_conv(x)


class Up(nn.Module):
    def __init__(self, in_channels, out_channels, bilinear=True):
        super().__init__()
        # if bilinear, use the normal convolutions to reduce the number of channels
        if bilinear:
            self.up = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)
            self.conv = DoubleConv(in_channels, out_channels, in_channels // 2)
        else:
            self.up = nn.ConvTranspose2d(in_channels, in_channels // 2, kernel_size=2, stride=2)
            self.conv = DoubleConv(in_channels, out_channels)

    def forward(self, x1, x2):
        x1 = self.up(x1)
        # input is CHW
        diffY = x2.size()[2] - x1.size()[2]
        diffX = x2.size()[3] - x1.size()[3]

        x1 = F.pad(x1, [diffX // 2, diffX - diffX // 2,
                        diffY // 2, diffY - diffY // 2])
        x = torch.cat([x2, x1], dim=1)
        return self.conv(x)


class OutConv(nn.Module):
    def __init__(self, in_channels, out_channels):
        super(OutConv, self).__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, kernel_size=1)

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    def __init__(self, n_channels, n_classes, bilinear=False):
        super(UNet, self).__init__()
        self.n_channels = n_channels
        self.n_classes = n_classes
        self.bilinear = bilinear

        self.inc = (DoubleConv(n_channels, 8))
        self.down1 = (Down(8, 16))
        self.down2 = (Down(16, 32))
        factor = 2 if bilinear else 1
        self.down3 = (Down(32, 64 // factor))
        self.up1 = (Up(64, 32 // factor, bilinear))
        self.up2 = (Up(32, 16 // factor, bilinear))
        self.up3 = (Up(16, 8, bilinear))
        self.outc = (OutConv(8, n_classes))

    def forward(self, x):
        x1 = self.inc(x)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        x4 = self.down3(x3)
        x = self.up1(x4, x3)
        x = self.up2(x, x2)
        x = self.up3(x, x1)
        logits = self.outc(x)
        return logits

UNet(n_channels=3, n_classes=2)
''',
    (3, 37, 50),
)
PASTED["unet_bilinear"] = (PASTED["unet"][0].replace("n_classes=2)", "n_classes=2, bilinear=True)"), (3, 40, 32))

PASTED["resnet"] = (
    '''
def conv3x3(in_planes, out_planes, stride=1):
    """3x3 convolution with padding"""
    return nn.Conv2d(in_planes, out_planes, kernel_size=3, stride=stride, padding=1, bias=False)


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, inplanes, planes, stride=1, downsample=None):
        super(BasicBlock, self).__init__()
        self.conv1 = conv3x3(inplanes, planes, stride)
        self.bn1 = nn.BatchNorm2d(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = conv3x3(planes, planes)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = downsample
        self.stride = stride

    def forward(self, x):
        residual = x
        out = self.conv1(x)
        out = self.bn1(out)
        out = self.relu(out)
        out = self.conv2(out)
        out = self.bn2(out)
        if self.downsample is not None:
            residual = self.downsample(x)
        out += residual
        out = self.relu(out)
        return out


class ResNet(nn.Module):
    def __init__(self, block, layers, num_classes=1000):
        self.inplanes = 16
        super(ResNet, self).__init__()
        self.conv1 = nn.Conv2d(3, 16, kernel_size=7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layer1 = self._make_layer(block, 16, layers[0])
        self.layer2 = self._make_layer(block, 32, layers[1], stride=2)
        self.layer3 = self._make_layer(block, 64, layers[2], stride=2)
        self.avgpool = nn.AvgPool2d(4, stride=1)
        self.fc = nn.Linear(64 * block.expansion, num_classes)

        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                n = m.kernel_size[0] * m.kernel_size[1] * m.out_channels
                m.weight.data.normal_(0, math.sqrt(2. / n))
            elif isinstance(m, nn.BatchNorm2d):
                m.weight.data.fill_(1)
                m.bias.data.zero_()

    def _make_layer(self, block, planes, blocks, stride=1):
        downsample = None
        if stride != 1 or self.inplanes != planes * block.expansion:
            downsample = nn.Sequential(
                nn.Conv2d(self.inplanes, planes * block.expansion,
                          kernel_size=1, stride=stride, bias=False),
                nn.BatchNorm2d(planes * block.expansion),
            )

        layers = []
        layers.append(block(self.inplanes, planes, stride, downsample))
        self.inplanes = planes * block.expansion
        for i in range(1, blocks):
            layers.append(block(self.inplanes, planes))

        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.conv1(x)
        x = self.bn1(x)
        x = self.relu(x)
        x = self.maxpool(x)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = self.avgpool(x)
        x = x.view(x.size(0), -1)
        x = self.fc(x)
        return x


def resnet18(**kwargs):
    """Constructs a ResNet-18 model."""
    model = ResNet(BasicBlock, [2, 2, 2], **kwargs)
    return model

if __name__ == '__main__':
    net = resnet18(num_classes=10)
    y = net(torch.randn(1, 3, 64, 64))
    print(y.size())
''',
    (3, 64, 64),
)

PASTED["se"] = (
    """
class SELayer(nn.Module):
    def __init__(self, channel, reduction=16):
        super(SELayer, self).__init__()
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Sequential(
            nn.Linear(channel, channel // reduction, bias=False),
            nn.ReLU(inplace=True),
            nn.Linear(channel // reduction, channel, bias=False),
            nn.Sigmoid()
        )

    def forward(self, x):
        b, c, _, _ = x.size()
        y = self.avg_pool(x).view(b, c)
        y = self.fc(y).view(b, c, 1, 1)
        return x * y.expand_as(x)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), SELayer(32, 4), nn.ReLU())
        self.head = nn.Conv2d(32, 5, 1)
    def forward(self, x):
        x = self.head(self.body(x))
        return x.mean(dim=(2, 3))
""",
    (3, 20, 24),
)

PASTED["homework"] = (
    '''
#  Assignment 3 -- CNN   (student version)
import torch, torch.nn as nn
from torch.nn import functional as F
from collections import OrderedDict

class  CNN( nn.Module ):
  def __init__( self , n_class = 10, dropout=.5 ,):
    super( CNN , self ).__init__( )
    self.layer1 = nn.Sequential( OrderedDict( [
        ( 'conv' , nn.Conv2d( 3,16 , kernel_size = 5 , stride=1, padding = 2 ) ),
        ('norm', nn.BatchNorm2d(16)),
        ('relu', nn.ReLU( )),
        ('pool', nn.MaxPool2d( kernel_size=2,stride=2)), ] ) )
    self.conv2, self.conv3 = nn.Conv2d(16, 32, 3), nn.Conv2d(32, 48, (3, 1), padding=(1, 0), bias=False)
    self.drop = nn.Dropout(p=dropout); self.act = nn.LeakyReLU(0.1)
    self.classifier = nn.Linear(48*5*7, n_class)

  def num_flat_features(self, x):
    size = x.size()[1:]  # all dimensions except the batch dimension
    num_features = 1
    for s in size:
        num_features *= s
    return num_features

  def forward(self, x):
    """ x: (N,3,H,W) """
    out = self.layer1(x)
    out = self.act(self.conv2(out)); out = self.act(self.conv3(out))
    out = F.avg_pool2d(out, 3, stride=2, ceil_mode=True)
    out = out.view(-1, self.num_flat_features(out))
    out = self.drop(out)
    return self.classifier(out)

model = CNN(n_class=7).cuda() if torch.cuda.is_available() else CNN(n_class=7)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
print(sum(p.numel() for p in model.parameters()))
''',
    (3, 24, 32),
)

PASTED["tcn"] = (
    """
from torch.nn.utils import weight_norm

class Chomp1d(nn.Module):
    def __init__(self, chomp_size):
        super(Chomp1d, self).__init__()
        self.chomp_size = chomp_size

    def forward(self, x):
        return x[:, :, :-self.chomp_size].contiguous()


class TemporalBlock(nn.Module):
    def __init__(self, n_inputs, n_outputs, kernel_size, stride, dilation, padding, dropout=0.2):
        super(TemporalBlock, self).__init__()
        self.conv1 = nn.Conv1d(n_inputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation)
        self.chomp1 = Chomp1d(padding)
        self.relu1 = nn.ReLU()
        self.dropout1 = nn.Dropout(dropout)
        self.conv2 = nn.Conv1d(n_outputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation)
        self.chomp2 = Chomp1d(padding)
        self.relu2 = nn.ReLU()
        self.dropout2 = nn.Dropout(dropout)

        self.net = nn.Sequential(self.conv1, self.chomp1, self.relu1, self.dropout1,
                                 self.conv2, self.chomp2, self.relu2, self.dropout2)
        self.downsample = nn.Conv1d(n_inputs, n_outputs, 1) if n_inputs != n_outputs else None
        self.relu = nn.ReLU()
        self.init_weights()

    def init_weights(self):
        self.conv1.weight.data.normal_(0, 0.01)
        self.conv2.weight.data.normal_(0, 0.01)
        if self.downsample is not None:
            self.downsample.weight.data.normal_(0, 0.01)

    def forward(self, x):
        out = self.net(x)
        res = x if self.downsample is None else self.downsample(x)
        return self.relu(out + res)


class TemporalConvNet(nn.Module):
    def __init__(self, num_inputs, num_channels, kernel_size=2, dropout=0.2):
        super(TemporalConvNet, self).__init__()
        layers = []
        num_levels = len(num_channels)
        for i in range(num_levels):
            dilation_size = 2 ** i
            in_channels = num_inputs if i == 0 else num_channels[i-1]
            out_channels = num_channels[i]
            layers += [TemporalBlock(in_channels, out_channels, kernel_size, stride=1, dilation=dilation_size,
                                     padding=(kernel_size-1) * dilation_size, dropout=dropout)]

        self.network = nn.Sequential(*layers)

    def forward(self, x):
        return self.network(x)


TemporalConvNet(4, [8] * 4, kernel_size=3)
""",
    (4, 50),
)

PASTED["wavenet"] = (
    """
class Residual(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.pad = (dilation, 0)
        self.conv = nn.Conv1d(channels, 2 * channels, 2, dilation=dilation)
        self.skip = nn.Conv1d(channels, channels, 1)

    def forward(self, x):
        h = self.conv(F.pad(x, self.pad))
        filt, gate = h.chunk(2, dim=1)
        h = self.skip(torch.tanh(filt) * torch.sigmoid(gate))
        return x + h, h


class WaveNet(nn.Module):
    def __init__(self, channels=12, depth=4):
        super().__init__()
        self.first = nn.Conv1d(1, channels, 1)
        self.blocks = nn.ModuleList([Residual(channels, 2 ** n) for n in range(depth)])
        self.last = nn.Conv1d(channels, 5, 1)

    def forward(self, x):
        x = self.first(x)
        skips = []
        for block in self.blocks:
            x, skip = block(x)
            skips.append(skip)
        return self.last(F.relu(sum(skips)))
""",
    (1, 64),
)

PASTED["fpn"] = (
    """
class FPN(nn.Module):
    def __init__(self, widths=(8, 16, 32)):
        super().__init__()
        self.stem = nn.Conv2d(3, widths[0], 3, 2, 1)
        self.stages = nn.ModuleList()
        for before, after in zip(widths, widths[1:]):
            self.stages.append(nn.Sequential(nn.Conv2d(before, after, 3, stride=2, padding=1), nn.ReLU()))
        self.lateral = nn.ModuleList([nn.Conv2d(w, 4, 1) for w in widths])
        self.out = nn.Conv2d(4, 2, 3, padding=1)

    def _upsample_add(self, x, y):
        _, _, H, W = y.size()
        return F.interpolate(x, size=(H, W), mode='bilinear', align_corners=False) + y

    def forward(self, x):
        maps = [self.stem(x)]
        for stage in self.stages:
            maps.append(stage(maps[-1]))
        maps = [side(one) for side, one in zip(self.lateral, maps)]
        top = maps.pop()
        for one in maps[::-1]:
            top = self._upsample_add(top, one)
        return F.interpolate(self.out(top), size=x.shape[2:])
""",
    (3, 37, 50),
)

PASTED["vae"] = (
    """
class Encoder(nn.Module):
    def __init__(self, latent_dims=16):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(True), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(True))
        self.fc = nn.Linear(16 * 7 * 7, latent_dims)
    def forward(self, x):
        return self.fc(self.conv(x).view(x.size(0), -1))

class Decoder(nn.Module):
    def __init__(self, latent_dims=16):
        super().__init__()
        self.fc = nn.Linear(in_features=latent_dims, out_features=16 * 7 * 7)
        self.conv2 = nn.ConvTranspose2d(16, 8, kernel_size=4, stride=2, padding=1)
        self.conv1 = nn.ConvTranspose2d(8, 1, kernel_size=4, stride=2, padding=1)
    def forward(self, x):
        x = self.fc(x)
        x = x.view(x.size(0), 16, 7, 7)
        x = F.relu(self.conv2(x))
        return torch.sigmoid(self.conv1(x))

class Autoencoder(nn.Module):
    def __init__(self):
        super(Autoencoder, self).__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()
    def forward(self, x):
        return self.decoder(self.encoder(x))
""",
    (1, 28, 28),
)

PASTED["dcgan_generator"] = (
    """
nz, ngf, nc = 100, 8, 3
class Generator(nn.Module):
    def __init__(self, ngpu):
        super(Generator, self).__init__()
        self.ngpu = ngpu
        self.main = nn.Sequential(
            # input is Z, going into a convolution
            nn.ConvTranspose2d( nz, ngf * 8, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 8),
            nn.ReLU(True),
            # state size. ``(ngf*8) x 4 x 4``
            nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d( ngf * 4, nc, 4, 2, 1, bias=False),
            nn.Tanh()
        )

    def forward(self, input):
        return self.main(input)

netG = Generator(1)
def weights_init(m):
    classname = m.__class__.__name__
    if classname.find('Conv') != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
netG.apply(weights_init)
""",
    (100, 1, 1),
)

PASTED["densenet"] = (
    """
class Dense(nn.Module):
    def __init__(self, inp, growth):
        super().__init__()
        self.bn = nn.BatchNorm2d(inp); self.conv = nn.Conv2d(inp, growth, 3, padding=1)
    def forward(self, x):
        return torch.cat((x, self.conv(F.relu(self.bn(x)))), 1)

class Transition(nn.Sequential):
    def __init__(self, inp, out):
        super().__init__()
        self.add_module('norm', nn.BatchNorm2d(inp))
        self.relu = nn.ReLU(inplace=True)
        self.add_module('conv', nn.Conv2d(inp, out, 1))
        self.pool = nn.AvgPool2d(2)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers = OrderedDict()
        layers['conv0'] = nn.Conv2d(3, 6, 3, padding=1)
        width = 6
        for b in range(2):
            for i in range(3):
                layers[f'dense{b}_{i}'] = Dense(width, 4)
                width += 4
            layers['trans%d' % b] = Transition(width, width // 2)
            width //= 2
        self.features = nn.Sequential(layers)
        self.fc = nn.Linear(width, 3)
    def forward(self, x):
        features = self.features(x)
        out = F.relu(features, inplace=True)
        out = F.adaptive_avg_pool2d(out, (1, 1))
        out = torch.flatten(out, 1)
        return self.fc(out)
""",
    (3, 16, 20),
)

PASTED["unet3d"] = (
    """
def block(i, o):
    return nn.Sequential(nn.Conv3d(i, o, 3, padding=1), nn.GroupNorm(2, o), nn.ELU())

class UNet3D(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.ModuleList([block(1, 4), block(4, 8)])
        self.mid = block(8, 8)
        self.up = nn.ModuleList([nn.ConvTranspose3d(8, 8, 2, stride=2), nn.ConvTranspose3d(8, 4, 2, stride=2)])
        self.dec = nn.ModuleList([block(16, 8), block(8, 4)])
        self.head = nn.Conv3d(4, 2, 1)
    def forward(self, x):
        skips = []
        for enc in self.enc:
            x = enc(x)
            skips.append(x)
            x = F.max_pool3d(x, 2)
        x = self.mid(x)
        for up, dec, skip in zip(self.up, self.dec, reversed(skips)):
            x = dec(torch.cat([up(x), skip], dim=1))
        return self.head(x)
net = UNet3D()
""",
    (1, 8, 12, 16),
)

PASTED["eegnet"] = (
    """
class EEGNet(nn.Module):
    def __init__(self, chans=8, samples=64, F1=4, D=2, classes=3):
        super(EEGNet, self).__init__()
        self.F2 = F1 * D
        self.firstconv = nn.Conv2d(1, F1, (1, 16), padding=(0, 8), bias=False)
        self.bn = nn.BatchNorm2d(F1)
        self.depthwise = nn.Conv2d(F1, self.F2, (chans, 1), groups=F1, bias=False)
        self.bn2 = nn.BatchNorm2d(self.F2)
        self.separable = nn.Sequential(
            nn.ZeroPad2d((3, 4, 0, 0)),
            nn.Conv2d(self.F2, self.F2, (1, 8), groups=self.F2, bias=False),
            nn.Conv2d(self.F2, self.F2, 1, bias=False))
        self.fc = nn.Linear(self.F2 * (samples // 16), classes)
    def forward(self, x):
        x = self.bn2(self.depthwise(self.bn(self.firstconv(x))))
        x = F.dropout(F.avg_pool2d(F.elu(x), (1, 4)), 0.25, self.training)
        x = self.separable(x)
        x = F.avg_pool2d(F.elu(x), (1, 4))
        x = x.squeeze(2)
        x = x.reshape(x.shape[0], -1)
        return F.softmax(self.fc(x), dim=1)
""",
    (1, 8, 64),
)

PASTED["atari"] = (
    """
class DQN(nn.Module):
    def __init__(self, in_channels=4, n_actions=6):
        super(DQN, self).__init__()
        self.conv1 = nn.Conv2d(in_channels, 32, kernel_size=8, stride=4)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=4, stride=2)
        self.conv3 = nn.Conv2d(64, 64, kernel_size=3, stride=1)
        self.adv = nn.Linear(7 * 7 * 64, n_actions)
        self.val = nn.Linear(7 * 7 * 64, 1)

    def forward(self, x):
        x = x.float() / 255
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.relu(self.conv3(x))
        x = x.view(x.size(0), -1)
        adv, val = self.adv(x), self.val(x)
        return val + adv
""",
    (4, 84, 84),
)

PASTED["alphazero"] = (
    """
class ResidualBlock(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(n, n, 3, padding=1), nn.BatchNorm2d(n)
        self.conv2, self.bn2 = nn.Conv2d(n, n, 3, padding=1), nn.BatchNorm2d(n)
    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        y += x
        return F.relu(y)

class Net(nn.Module):
    def __init__(self, board=9, planes=17, n=16, blocks=3):
        super().__init__()
        self.board = board
        self.stem = nn.Sequential(nn.Conv2d(planes, n, 3, padding=1), nn.BatchNorm2d(n), nn.ReLU())
        self.tower = nn.Sequential(*[ResidualBlock(n) for _ in range(blocks)])
        self.policy = nn.Conv2d(n, 2, 1)
        self.fc = nn.Linear(2 * board * board, board ** 2 + 1)
    def forward(self, s):
        s = s.view(-1, 17, self.board, self.board)
        s = self.tower(self.stem(s))
        p = F.relu(self.policy(s)).view(-1, 2 * self.board * self.board)
        return F.log_softmax(self.fc(p), dim=-1)
""",
    (17, 9, 9),
)

PASTED["pointnet"] = (
    """
class PointNet(nn.Module):
    def __init__(self, k=5):
        super().__init__()
        self.conv1 = torch.nn.Conv1d(3, 8, 1)
        self.conv2 = torch.nn.Conv1d(8, 32, 1)
        self.fc1 = nn.Linear(32, 16); self.fc2 = nn.Linear(16, k)
        self.bn1 = nn.BatchNorm1d(8); self.bn2 = nn.BatchNorm1d(32); self.bn3 = nn.BatchNorm1d(16)
    def forward(self, x):
        batchsize = x.size()[0]
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        x = torch.max(x, 2, keepdim=True)[0]
        x = x.view(-1, 32)
        x = F.relu(self.bn3(self.fc1(x)))
        return self.fc2(x)
""",
    (3, 40),
)

PASTED["hifigan"] = (
    """
LRELU_SLOPE = 0.1
from torch.nn.utils import weight_norm
def get_padding(kernel_size, dilation=1):
    return int((kernel_size*dilation - dilation)/2)

class ResBlock(torch.nn.Module):
    def __init__(self, channels, kernel_size=3, dilation=(1, 3)):
        super(ResBlock, self).__init__()
        self.convs1 = nn.ModuleList([
            nn.Conv1d(channels, channels, kernel_size, 1, dilation=d, padding=get_padding(kernel_size, d))
            for d in dilation])
    def forward(self, x):
        for c1 in self.convs1:
            xt = F.leaky_relu(x, LRELU_SLOPE)
            xt = c1(xt)
            x = xt + x
        return x

class Generator(torch.nn.Module):
    def __init__(self, h):
        super(Generator, self).__init__()
        self.num_kernels = len(h['kernels'])
        self.num_upsamples = len(h['rates'])
        self.conv_pre = nn.Conv1d(20, h['width'], 7, 1, padding=3)
        self.ups = nn.ModuleList()
        for i, (u, k) in enumerate(zip(h['rates'], h['up_kernels'])):
            self.ups.append(nn.ConvTranspose1d(h['width']//(2**i), h['width']//(2**(i+1)), k, u, padding=(k-u)//2))
        self.resblocks = nn.ModuleList()
        for i in range(len(self.ups)):
            ch = h['width']//(2**(i+1))
            for j, k in enumerate(h['kernels']):
                self.resblocks.append(ResBlock(ch, k))
        self.conv_post = nn.Conv1d(ch, 1, 7, 1, padding=3)

    def forward(self, x):
        x = self.conv_pre(x)
        for i in range(self.num_upsamples):
            x = F.leaky_relu(x, LRELU_SLOPE)
            x = self.ups[i](x)
            xs = None
            for j in range(self.num_kernels):
                if xs is None:
                    xs = self.resblocks[i*self.num_kernels+j](x)
                else:
                    xs += self.resblocks[i*self.num_kernels+j](x)
            x = xs / self.num_kernels
        x = F.leaky_relu(x)
        x = self.conv_post(x)
        x = torch.tanh(x)
        return x

g = Generator({'kernels': [3, 7], 'rates': [4, 2], 'up_kernels': [8, 4], 'width': 16})
""",
    (20, 12),
)

PASTED["loops"] = (
    """
channels = [3, 8, 16]
layers = []
for a, b in zip(channels[:-1], channels[1:]):
    layers += [nn.Conv2d(a, b, 3, padding=1), nn.ReLU()]
layers.append(nn.AdaptiveAvgPool2d((2, 3)))
model = nn.Sequential(*layers)
model.add_module("flat", nn.Flatten())
model.append(nn.Linear(16 * 6, 4))
""",
    (3, 9, 11),
)

PASTED["mobilenet"] = (
    """
def _make_divisible(v, divisor=8, min_value=None):
    if min_value is None:
        min_value = divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    if new_v < 0.9 * v:
        new_v += divisor
    return new_v

class ConvBNReLU(nn.Sequential):
    def __init__(self, in_planes, out_planes, kernel_size=3, stride=1, groups=1):
        padding = (kernel_size - 1) // 2
        super(ConvBNReLU, self).__init__(
            nn.Conv2d(in_planes, out_planes, kernel_size, stride, padding, groups=groups, bias=False),
            nn.BatchNorm2d(out_planes),
            nn.ReLU6(inplace=True)
        )

class InvertedResidual(nn.Module):
    def __init__(self, inp, oup, stride, expand_ratio):
        super(InvertedResidual, self).__init__()
        self.stride = stride
        assert stride in [1, 2]
        hidden_dim = int(round(inp * expand_ratio))
        self.use_res_connect = self.stride == 1 and inp == oup
        layers = []
        if expand_ratio != 1:
            layers.append(ConvBNReLU(inp, hidden_dim, kernel_size=1))
        layers.extend([
            ConvBNReLU(hidden_dim, hidden_dim, stride=stride, groups=hidden_dim),
            nn.Conv2d(hidden_dim, oup, 1, 1, 0, bias=False),
            nn.BatchNorm2d(oup),
        ])
        self.conv = nn.Sequential(*layers)

    def forward(self, x):
        if self.use_res_connect:
            return x + self.conv(x)
        else:
            return self.conv(x)

class MobileNetV2(nn.Module):
    def __init__(self, num_classes=10, width_mult=1.0, round_nearest=8):
        super(MobileNetV2, self).__init__()
        block = InvertedResidual
        input_channel = 32
        last_channel = 64
        inverted_residual_setting = [
            # t, c, n, s
            [1, 16, 1, 1],
            [6, 24, 2, 2],
        ]
        input_channel = _make_divisible(input_channel * width_mult, round_nearest)
        self.last_channel = _make_divisible(last_channel * max(1.0, width_mult), round_nearest)
        features = [ConvBNReLU(3, input_channel, stride=2)]
        for t, c, n, s in inverted_residual_setting:
            output_channel = _make_divisible(c * width_mult, round_nearest)
            for i in range(n):
                stride = s if i == 0 else 1
                features.append(block(input_channel, output_channel, stride, expand_ratio=t))
                input_channel = output_channel
        features.append(ConvBNReLU(input_channel, self.last_channel, kernel_size=1))
        self.features = nn.Sequential(*features)
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(self.last_channel, num_classes))

    def _forward_impl(self, x):
        x = self.features(x)
        x = nn.functional.adaptive_avg_pool2d(x, 1).reshape(x.shape[0], -1)
        x = self.classifier(x)
        return x

    def forward(self, x):
        return self._forward_impl(x)
net = MobileNetV2(width_mult=0.75)
""",
    (3, 32, 48),
)

PASTED["inception"] = (
    """
class InceptionA(nn.Module):
    def __init__(self, in_channels):
        super(InceptionA, self).__init__()
        self.branch1x1 = nn.Conv2d(in_channels, 16, kernel_size=1)
        self.branch5x5_1 = nn.Conv2d(in_channels, 16, kernel_size=1)
        self.branch5x5_2 = nn.Conv2d(16, 24, kernel_size=5, padding=2)
        self.branch3x3_1 = nn.Conv2d(in_channels, 16, kernel_size=1)
        self.branch3x3_2 = nn.Conv2d(16, 24, kernel_size=3, padding=1)
        self.branch3x3_3 = nn.Conv2d(24, 24, kernel_size=3, padding=1)
        self.branch_pool = nn.Conv2d(in_channels, 24, kernel_size=1)

    def forward(self, x):
        branch1x1 = self.branch1x1(x)
        branch5x5 = self.branch5x5_1(x)
        branch5x5 = self.branch5x5_2(branch5x5)
        branch3x3 = self.branch3x3_1(x)
        branch3x3 = self.branch3x3_2(branch3x3)
        branch3x3 = self.branch3x3_3(branch3x3)
        branch_pool = F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)
        branch_pool = self.branch_pool(branch_pool)
        outputs = [branch1x1, branch5x5, branch3x3, branch_pool]
        return torch.cat(outputs, dim=1)

class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 10, kernel_size=5)
        self.conv2 = nn.Conv2d(88, 20, kernel_size=5)
        self.incep1 = InceptionA(in_channels=10)
        self.incep2 = InceptionA(in_channels=20)
        self.mp = nn.MaxPool2d(2)
        self.fc = nn.Linear(1408, 10)

    def forward(self, x):
        in_size = x.size(0)
        x = F.relu(self.mp(self.conv1(x)))
        x = self.incep1(x)
        x = F.relu(self.mp(self.conv2(x)))
        x = self.incep2(x)
        x = x.view(in_size, -1)
        x = self.fc(x)
        return x
model = Net()
""",
    (1, 28, 28),
)


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
    (_body("return self.a(x).add(1).squeeze(1)", "self.a = nn.Conv2d(3, 1, 16)"),
     "line 6, layer 3 Squeeze on 1×1×1: dim"),
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
    (_body("return self.a(x).permute(0, 6, 2, 3)"), "line 6, layer 2 Permute on 4×14×14: dims must be the axes 0 to 3"),
    (_body("return self.a(x).transpose(1, 4)"), "line 6: transpose must get two of 4 axes, got 1 and 4"),
    (_body("return self.a(self.a(x))"), "line 4, layer 2 Conv2d on 4×14×14: in_channels must be the 4"),
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
     "line 4: a trial with 1×3×9×9 fails: line 4, layer 1 Conv2d on 3×9×9: in_channels must be the 3"),
    (_body("return x.of()[2]"), "line 6: of of a row is not followed here"),
    (_body("return self.a(x)").replace("forward(self, x)", "forward(self, x, t)"),
     "line 5: forward of Net takes x and t; several inputs"),
    (_body("return self.a(x)").replace("__init__(self)", "__init__(self, width)"),
     "line 1: Net needs width; end the text"),
    (_body("return self.a(x)") + _body("return x").replace("Net", "Other"),
     "line 7: several networks are defined here"),
    (_body("return self.a(x)") + "net = Net(3)\n", "line 7: __init__ takes 1 arguments, got 2"),
    (_body("return self.a(x"), "line 6: this is not Python: '(' was never closed"),
    (_body("while True:\n    x = F.relu(x)\nreturn x"), "line 7: there is too much to follow"),
    (_body("return self.f(x)") + "    def f(self, x):\n        return self.f(x)\n", "line 8: f calls itself too often"),
    ("import layers\nw = [3, 8]\nlayers.change(w)\n"
     "net = nn.Sequential(nn.Conv2d(w[0], w[1], 3))\nfor n in w:\n    pass\n",
     "line 3: layers.change is not read, and may change"),
]  # fmt: skip
