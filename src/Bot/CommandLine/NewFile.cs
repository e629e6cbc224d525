using System.Text;

namespace Nightshift.Bot.CommandLine;

/// <summary>A file that appears only when it is whole.</summary>
internal static class NewFile
{
    public static async Task<T> WriteAsync<T>(FileInfo file, Func<TextWriter, Task<T>> write)
    {
        var unfinished = $"{file.FullName}.unfinished";
        T result;
        await using (var writer = new StreamWriter(unfinished, append: false, new UTF8Encoding(false)) { NewLine = "\n" }) result = await write(writer);
        File.Move(unfinished, file.FullName, overwrite: true);
        return result;
    }
}
