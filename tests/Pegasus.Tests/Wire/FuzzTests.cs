namespace Nightshift.Pegasus.Tests.Wire;

public class FuzzTests
{
    /// <summary>The million is run by <c>tests/Benchmarks -- pegasus-fuzz</c>.</summary>
    [Fact]
    public void Run_FiftyThousandChangedFrames_NeitherCrashNorAllocateMuch()
    {
        var (understood, refused, most) = Fuzz.Run(50_000, seed: 20261120);
        Assert.Equal(50_000, understood + refused);
        Assert.True(refused > 10_000, $"only {refused} were refused; the changes do not hurt");
        Assert.True(understood > 100, $"only {understood} were understood; the changes hurt too much to get anywhere");
        Assert.InRange(most, 0, 1 << 20);
    }
}
