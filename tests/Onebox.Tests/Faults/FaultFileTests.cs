using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Tests.Faults;

public sealed class FaultFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("onebox-faults-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Add_Read_Remove_RoundTrip()
    {
        var file = FaultFile.In(_root.FullName);
        Assert.Empty(file.Read());
        file.Add(new Fault("a", FaultKind.OpFail, "kSendSnapshot", 2, 5));
        file.Add(new Fault("b", FaultKind.Hang));
        file.Add(new Fault("a", FaultKind.OpHang));

        Assert.Equal(["b", "a"], file.Read().Select(fault => fault.Id));
        Assert.True(file.Remove("a"));
        Assert.False(file.Remove("a"));
        file.Clear();
        Assert.Empty(file.Read());
    }

    [Fact]
    public void Use_Counted_IsExactAcrossManyHands()
    {
        var file = FaultFile.In(_root.FullName);
        file.Add(new Fault("a", FaultKind.OpFail, Count: 10));
        var used = 0;

        Parallel.For(0, 30, _ =>
        {
            if (new FaultFile(file.Path).Use("a"))
            {
                Interlocked.Increment(ref used);
            }
        });

        Assert.Equal(10, used);
        Assert.Empty(file.Read());
    }

    [Theory]
    [InlineData("""[{"id":"a","kind":"no-such"}]""")]
    [InlineData("""[{"kind":"hang"}]""")]
    [InlineData("""{"id":"a"}""")]
    public void Read_WrongFile_SaysWhatIsWrong(string text)
    {
        var file = FaultFile.In(_root.FullName);
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        File.WriteAllText(file.Path, text);

        Assert.Throws<InvalidDataException>(file.Read);
    }

    [Fact]
    public void Add_UnknownKind_IsRefused()
        => Assert.Throws<ArgumentException>(() => FaultFile.In(_root.FullName).Add(new Fault("a", "no-such")));
}
