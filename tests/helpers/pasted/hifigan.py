# input: 20×12
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
