using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest;

/// <summary>A request that passed the gate: its route's parameters, query, body and files.</summary>
internal sealed record RestRequest(
    IReadOnlyDictionary<string, string> Path,
    IQueryCollection Query,
    JsonNode? Body,
    IReadOnlyList<UploadedFile> Files,
    string? AuditReason)
{
    /// <summary>The body as an object; an absent one reads as empty.</summary>
    public JsonObject Form
    {
        get
        {
            if (Body is null) return [];
            if (Body is JsonObject form) return form;
            var errors = new FormErrors();
            errors.Add("", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
            errors.ThrowIfAny();
            return [];
        }
    }

    /// <summary>A snowflake of the path; Discord answers a malformed one with a form error at the parameter's name.</summary>
    public Snowflake Id(string name)
    {
        if (Snowflake.TryParse(Path[name], out var id)) return id;
        var errors = new FormErrors();
        errors.Add($"{name}_id", "NUMBER_TYPE_COERCE", $"Value \"{Path[name]}\" is not snowflake.");
        errors.ThrowIfAny();
        return default;
    }

    public bool Truth(string name) => Query[name].ToString() is "true" or "True" or "1";

    public Snowflake? OptionalId(string name) => Snowflake.TryParse(Query[name], out var id) ? id : null;

    /// <summary>The query's `limit`, refused outside its bounds.</summary>
    public int Limit(int most, int usual)
    {
        if (Query["limit"].ToString() is not { Length: > 0 } text) return usual;
        var errors = new FormErrors();
        var limit = Fields.Int(new JsonObject { ["limit"] = text }, "limit", "limit", errors, 1, most);
        errors.ThrowIfAny();
        return limit ?? usual;
    }
}

/// <summary>A part `files[n]` of a multipart body; the index is n.</summary>
internal sealed record UploadedFile(string Index, string FileName, string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>An answer: 200 with a body, 204 without, or as said.</summary>
internal sealed record RestResult(int Status, JsonNode? Body)
{
    public static RestResult Nothing { get; } = new(204, null);

    public static RestResult Ok(JsonNode body) => new(200, body);

    public static RestResult Created(JsonNode body) => new(201, body);
}
