using System.Text;
using Nightshift.Pegasus.Canary;

namespace Nightshift.Pegasus.Tests.Canary;

public sealed class HashSelfCheckTests
{
    [Theory]
    [InlineData("123456789", 0xae8b14860a799888)]
    [InlineData("a", 0x8c2f8445b4cbfc3c)]
    [InlineData("hello", 0x3377857006524257)]
    [InlineData("canary", 0x471b1e7b88e9449f)]
    [InlineData("", 0)]
    public void Hash_KnownKeys_AreTheCataloguesValues(string key, ulong hash) => Assert.Equal(hash, HashSelfCheck.Hash(Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Keys_AnyTable_CoverEveryPartitionOnce(int partitions)
    {
        var table = new FakeTable(partitions);

        var keys = CanaryKeys.For(table);

        Assert.Equal(Enumerable.Range(0, partitions), keys.Select(key => table.PartitionOf(key.Span)));
    }

    [Fact]
    public void Keys_PartitionThatNoKeyLiesIn_IsAFault()
    {
        var table = new FakeTable(8) { WrongPartition = partition => partition & 6 };

        Assert.Contains("no key was found for 4 of its 8 partitions", Assert.Throws<CanaryException>(() => CanaryKeys.For(table)).Message, StringComparison.Ordinal);
    }
}
