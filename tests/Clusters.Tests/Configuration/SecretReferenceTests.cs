namespace Nightshift.Clusters.Tests.Configuration;

public sealed class SecretReferenceTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("s3cret-of-mine")]
    [InlineData("env:s3cret-of-mine")]
    [InlineData("env:s3cret")]
    [InlineData("file:s3cret-of-mine")]
    [InlineData("ENV:s3cret")]
    [InlineData("root:s3cret")]
    public void Fault_SecretWrittenInItsPlace_IsNotRepeated(string reference)
    {
        Assert.DoesNotContain("s3cret", SecretReference.Fault(reference), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Assert.Throws<InvalidOperationException>(() => SecretReference.Resolve(reference)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_VariableOrFileThatIsNotThere_IsNamed()
    {
        Assert.Equal("the environment variable NIGHTSHIFT_NOT_SET is not set", SecretReference.Fault("env:NIGHTSHIFT_NOT_SET"));
        Assert.Equal("the file /nowhere/token does not exist", SecretReference.Fault("file:/nowhere/token"));
    }

    [Fact]
    public void Fault_EmptyFile_IsAFault()
    {
        File.WriteAllText(_file, "\n");

        Assert.Equal($"the file {_file} is empty", SecretReference.Fault($"file:{_file}"));
    }

    [Fact]
    public void Resolve_File_TakesItsContentWithoutTheLineEnd()
    {
        File.WriteAllText(_file, "word with blanks \r\n");

        Assert.Equal("word with blanks ", SecretReference.Resolve($"file:{_file}"));
    }

    [Fact]
    public void Resolve_Nothing_IsNull()
    {
        Assert.Null(SecretReference.Fault(""));
        Assert.Null(SecretReference.Resolve(""));
    }

    [Fact]
    public void Resolve_Variable_TakesItsValue()
    {
        Environment.SetEnvironmentVariable("NIGHTSHIFT_SECRET_TEST", "word");
        Assert.Equal("word", SecretReference.Resolve("env:NIGHTSHIFT_SECRET_TEST"));
        Environment.SetEnvironmentVariable("NIGHTSHIFT_SECRET_TEST", null);
    }
}
