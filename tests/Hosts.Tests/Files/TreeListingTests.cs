using Nightshift.Hosts.Files;

namespace Nightshift.Hosts.Tests.Files;

public sealed class TreeListingTests
{
    private const string Whole = "d 755 .\nf 644 ./a b\ns 00ff  ./a b\nl ./link\nt a b\ndone\n";

    [Fact]
    public void Parse_CutAnywhere_IsNull()
    {
        for (var length = 0; length < Whole.Length; length++)
            Assert.Null(TreeListing.Parse(Whole[..length]));
        Assert.NotNull(TreeListing.Parse(Whole));
    }

    [Theory]
    [InlineData("f 644 ./a b", "f 640 ./a b", "./a b: expected f 644 00ff, found f 640 00ff")]
    [InlineData("s 00ff", "s 00fe", "./a b: expected f 644 00ff, found f 644 00fe")]
    [InlineData("t a b", "t c", "./link: expected l a b, found l c")]
    [InlineData("d 755 .", "d 755 .\no 644 ./fifo", "./fifo: expected nothing, found o 644")]
    public void DifferenceTo_OtherTree_IsTold(string from, string to, string difference) => Assert.Equal(
        difference, TreeListing.Parse(Whole)!.DifferenceTo(TreeListing.Parse(Whole.Replace(from, to, StringComparison.Ordinal))!));

    [Fact]
    public void DifferenceTo_SameTree_IsNull() => Assert.Null(TreeListing.Parse(Whole)!.DifferenceTo(TreeListing.Parse(Whole)!));
}
