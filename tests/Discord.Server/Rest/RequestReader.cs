using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Nightshift.Discord.Server.Checks;

namespace Nightshift.Discord.Server.Rest;

/// <summary>Reads a body: JSON, or multipart with `payload_json` and `files[n]` (reference, "uploading files").</summary>
internal static class RequestReader
{
    private const long MostBytes = 25 * 1024 * 1024;

    public static async Task<(JsonNode? Body, IReadOnlyList<UploadedFile> Files)> ReadAsync(
        HttpRequest request, int mostFileBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes) throw TooLarge();
        if (request.HasFormContentType && request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await ReadMultipartAsync(request, mostFileBytes, cancellationToken);

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        if (buffer.Length == 0) return (null, []);
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            var errors = new FormErrors();
            errors.Add("_misc", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.");
            errors.ThrowIfAny();
        }

        return (Parse(buffer.ToArray()), []);
    }

    private static async Task<(JsonNode? Body, IReadOnlyList<UploadedFile> Files)> ReadMultipartAsync(
        HttpRequest request, int mostFileBytes, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        var files = new List<UploadedFile>();
        foreach (var file in form.Files)
        {
            if (file.Length > mostFileBytes) throw TooLarge();
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancellationToken);
            files.Add(new UploadedFile(Index(file.Name), file.FileName, file.ContentType ?? "application/octet-stream", bytes.ToArray()));
        }

        if (files.Count > 10) throw new ApiException(400, ErrorCode.TooManyFiles, "Maximum number of attachments in a message reached (10)");

        // A library may send payload_json as a field, or as a part of type application/json with a file name.
        var payload = form["payload_json"].ToString();
        return (payload.Length == 0 ? null : Parse(System.Text.Encoding.UTF8.GetBytes(payload)), files);
    }

    private static string Index(string name)
    {
        if (name.StartsWith("files[", StringComparison.Ordinal) && name.EndsWith(']') && name[6..^1].All(char.IsAsciiDigit)) return name[6..^1];
        var errors = new FormErrors();
        errors.Add(name, "UNKNOWN_FILE_PART", "Files are sent in parts named files[n].");
        errors.ThrowIfAny();
        return name;
    }

    private static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new ApiException(400, ErrorCode.InvalidJson, "The request body contains invalid JSON.");
        }
    }

    private static ApiException TooLarge() => new(413, ErrorCode.TooLarge, "Request entity too large");
}
