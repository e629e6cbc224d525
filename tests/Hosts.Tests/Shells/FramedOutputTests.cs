using System.Text;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Tests.Shells;

public sealed class FramedOutputTests
{
    private static readonly Marker Mark = new("0123abcd", "4567cdef");
    private const string Whole = "motd\n0123abcd\n0123abcd4567cdef begin 12 34\nbody 0123abcd456\n0123abcd4567cdef end exit 3\nlate noise";

    [Fact]
    public void Write_CutAtEveryOffset_ReadsTheSame()
    {
        var bytes = Encoding.ASCII.GetBytes(Whole);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var output = new FramedOutput(Mark, 1000);
                output.Write(bytes.AsSpan(0, first));
                output.Write(bytes.AsSpan(first, second - first));
                output.Write(bytes.AsSpan(second));

                Assert.Equal(
                    ("motd\n0123abcd\n", "12 34", "body 0123abcd456\n", "exit 3"),
                    (output.Noise, output.Begin, output.Body.Text, output.End));
                Assert.True(output.Ended.IsCompletedSuccessfully);
            }
        }
    }

    [Fact]
    public void Write_MoreThanTheCap_IsCountedAndDropped()
    {
        var output = new FramedOutput(Mark, 5);

        foreach (var b in Encoding.ASCII.GetBytes(Whole))
            output.Write([b]);

        Assert.Equal((5, 17L, true), (output.Body.Bytes.Length, output.Body.Length, output.Body.Truncated));
        Assert.Equal("exit 3", output.End);
    }

    [Fact]
    public void Write_CutBeforeTheEnd_HasNotEnded()
    {
        var output = new FramedOutput(Mark, 1000);

        output.Write(Encoding.ASCII.GetBytes(Whole[..Whole.IndexOf(" end", StringComparison.Ordinal)]));

        Assert.Null(output.End);
        Assert.False(output.Ended.IsCompleted);
    }

    [Fact]
    public void Write_EndlessNoise_IsBounded()
    {
        var output = new FramedOutput(Mark, 1000);

        for (var i = 0; i < 100; i++)
            output.Write(new byte[10_000]);

        Assert.True(output.Noise.Length <= 16 * 1024);
    }
}
