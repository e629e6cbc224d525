using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Onebox.Deployment;

/// <summary>The file in a box's directory that tells what there is in it.</summary>
internal static class DescriptionFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Null when there is no box.</summary>
    /// <exception cref="OneboxException">The file is damaged.</exception>
    public static async Task<T?> ReadAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        if (!File.Exists(path)) return null;
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<T>(stream, Json, cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new OneboxException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Whole or not at all.</summary>
    public static async Task WriteAsync<T>(string path, T description, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(description, Json) + "\n", cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }
}
