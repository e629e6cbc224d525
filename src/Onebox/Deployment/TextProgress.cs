namespace Nightshift.Onebox.Deployment;

/// <summary>Writes each message as a line, at once and in order (unlike <see cref="Progress{T}"/>, which posts).</summary>
internal sealed class TextProgress(TextWriter output) : IProgress<string>
{
    private readonly Lock _order = new();

    public void Report(string value)
    {
        lock (_order)
        {
            output.WriteLine(value);
            output.Flush();
        }
    }
}
