using Nightshift.Onebox.Components.Rows;

namespace Nightshift.Onebox.Tests.Components;

public sealed class RowCodecTests
{
    private static readonly Column[] Sample = [new("k", "kString"), new("v", "kBigInt"), new("ts", "kTimestamp")];

    /// <summary>Every type, and texts between the numbers.</summary>
    private static readonly Column[] All =
    [
        new("a", "kBool"), new("b", "kVarchar"), new("c", "kSmallInt"), new("d", "kInt"), new("e", "kFloat"), new("f", "kString"),
        new("g", "kDate"), new("h", "kDouble"), new("i", "kBigInt"),
    ];

    [Fact]
    public void Encode_SampleRow_GivesTheBytesOfARealTablet() =>
        Assert.Equal("AQEaAAAAAAcAAAAAAAAAAGjlz4sBAAAYazE=", Convert.ToBase64String(RowCodec.Encode(Sample, ["k1", 7L, 1_700_000_000_000L])));

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(70_000)]
    [InlineData(17_000_000)]
    public void Decode_EncodedRow_GivesTheValuesAtEveryAddressWidth(int length)
    {
        object?[] row = [true, new string('x', length), -3L, 70_000L, 1.5, "yz", new DateOnly(2026, 2, 28), -0.1, long.MinValue];

        Assert.Equal(row, RowCodec.Decode(All, RowCodec.Encode(All, row)));
    }

    [Fact]
    public void Decode_Nulls_StayNulls()
    {
        object?[] row = [null, null, 1L, null, null, "", null, null, null];

        Assert.Equal(row, RowCodec.Decode(All, RowCodec.Encode(All, row)));
    }

    /// <summary>Expected values from the published algorithm, computed apart from this code.</summary>
    [Theory]
    [InlineData("", 0x9bfae0a4e613fc3c)]
    [InlineData("a", 0x81ccc83154666a7)]
    [InlineData("order-00", 0xa2ecade8d106966e)]
    [InlineData("order-00017", 0x92e596181597f58d)]
    public void Murmur64A_KnownKey_GivesTheKnownHash(string key, ulong expected) =>
        Assert.Equal(expected, PartitionHash.Murmur64A(System.Text.Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void Of_ManyKeys_UsesEveryPartition() =>
        Assert.Equal(Enumerable.Range(0, 8), Enumerable.Range(0, 200).Select(n => PartitionHash.Of($"order-{n:D5}", 8)).Distinct().Order());
}
