# input: 1×40×50
class TextCNN(nn.Module):
    def __init__(self, embed=50, kernel_num=10, kernel_sizes=(3, 4, 5), classes=2):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(1, kernel_num, (k, embed)) for k in kernel_sizes])
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(len(kernel_sizes) * kernel_num, classes)

    def conv_and_pool(self, x, conv):
        x = F.relu(conv(x)).squeeze(3)
        x = F.max_pool1d(x, x.size(2)).squeeze(2)
        return x

    def forward(self, x):
        out = torch.cat([self.conv_and_pool(x, conv) for conv in self.convs], 1)
        return self.fc(self.dropout(out))
