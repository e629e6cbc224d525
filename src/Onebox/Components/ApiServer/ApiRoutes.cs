using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Nightshift.Onebox.Components.Rows;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Components.ApiServer;

/// <summary>
/// The REST gateway: <c>GET /dbs</c>, <c>GET /dbs/{db}/tables[/{t}]</c>, <c>PUT /dbs/{db}/tables/{t}</c>, <c>POST /dbs/{db}</c> for
/// <c>select * from t where column = 'value'</c> on an index, <c>POST /refresh</c>, and the built-in pages. Always HTTP 200 and a code.
/// </summary>
internal sealed partial class ApiRoutes(Catalog catalog, string version, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (Page(path) is { } page)
        {
            await Replies.TextAsync(context, StatusCodes.Status200OK, page);
            return;
        }

        await Replies.JsonAsync(context, await AnswerAsync(context, path));
    }

    private string? Page(string path) => path switch
    {
        "/health" => "OK",
        "/version" => version,
        "/status" => $"version: {version}\n",
        _ => null,
    };

    private async Task<JsonObject> AnswerAsync(HttpContext context, string path)
    {
        try
        {
            var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            return (context.Request.Method, parts) switch
            {
                ("GET", ["dbs"]) => With("dbs", new JsonArray([.. (await catalog.DatabasesAsync(context.RequestAborted)).Select(db => (JsonNode)db)])),
                ("GET", ["dbs", var db, "tables"]) => With("tables",
                    new JsonArray([.. (await catalog.TablesAsync(db, context.RequestAborted)).Select(t => (JsonNode)new ApiTable(t).Describe())])),
                ("GET", ["dbs", var db, "tables", var table]) => With("table", (await TableAsync(db, table, context.RequestAborted)).Describe()),
                ("PUT", ["dbs", var db, "tables", var table]) => await PutAsync(db, table, await ObjectAsync(context), context.RequestAborted),
                ("POST", ["dbs", var db]) => await QueryAsync(db, await ObjectAsync(context), context.RequestAborted),
                ("POST", ["refresh"]) => Ok(),
                ("GET" or "PUT" or "POST", _) => throw new ApiException(ApiException.Invalid, "no match method"),
                _ => throw new ApiException(ApiException.Invalid, "unsupported method"),
            };
        }
        catch (ApiException exception)
        {
            return new JsonObject { ["code"] = exception.Code, ["msg"] = exception.Message };
        }
        catch (ZooKeeperException exception)
        {
            return new JsonObject { ["code"] = ApiException.ServerError, ["msg"] = exception.Message };
        }
    }

    private async Task<JsonObject> PutAsync(string database, string name, JsonObject body, CancellationToken cancellationToken)
    {
        if (body["value"] is not JsonArray { Count: 1 } rows || rows[0] is not JsonArray values)
            throw new ApiException(ApiException.Invalid, "Invalid value in body, only support to put one row");
        var table = await TableAsync(database, name, cancellationToken);
        var row = RowJson.Read(table.Columns, values);
        var value = Convert.ToBase64String(RowCodec.Encode(table.Columns, row));
        for (var i = 0; i < table.Keys.Count; i++)
        {
            var key = table.KeyOf(table.Keys[i], row);
            var (pid, endpoint) = table.Route(key);
            var answer = await catalog.TabletAsync(endpoint, "Put", new JsonObject
            {
                ["time"] = table.TimeOf(table.Keys[i], row) ?? time.GetUtcNow().ToUnixTimeMilliseconds(),
                ["value"] = value,
                ["tid"] = table.Tid,
                ["pid"] = pid,
                ["dimensions"] = new JsonArray(new JsonObject { ["key"] = key, ["idx"] = i }),
            }, cancellationToken);
            if ((int?)answer["code"] is { } code and not 0)
                throw new ApiException(ApiException.ServerError, $"put failed, {endpoint} answered {code} {(string?)answer["msg"]}");
        }

        return Ok();
    }

    private async Task<JsonObject> QueryAsync(string database, JsonObject body, CancellationToken cancellationToken)
    {
        if ((string?)body["mode"] is not { } mode || mode.ToLowerInvariant() is not ("online" or "onsync" or "offsync" or "offasync"))
            throw new ApiException(ApiException.Invalid, $"Invalid mode {(string?)body["mode"]}");
        if (SelectByKey().Match((string?)body["sql"] ?? "") is not { Success: true } select)
            throw new ApiException(ApiException.EngineError, "only select * from TABLE where COLUMN = 'VALUE' is known here");

        var table = await TableAsync(database, select.Groups["table"].Value, cancellationToken);
        var index = table.Keys.FirstOrDefault(k => k["col_name"] is JsonArray { Count: 1 } names && (string?)names[0] == select.Groups["column"].Value)
            ?? throw new ApiException(ApiException.EngineError, $"no index on {select.Groups["column"].Value}");
        var key = select.Groups["value"].Value;
        var (pid, endpoint) = table.Route(key);
        var answer = await catalog.TabletAsync(endpoint, "Get",
            new JsonObject { ["tid"] = table.Tid, ["pid"] = pid, ["key"] = key, ["ts"] = 0, ["idx_name"] = (string?)index["index_name"] }, cancellationToken);
        return With("data", new JsonObject
        {
            ["schema"] = new JsonArray([.. table.Columns.Select(c => (JsonNode)RowJson.TypeName(c))]),
            ["data"] = Rows(table, answer, endpoint),
        });
    }

    private static JsonArray Rows(ApiTable table, JsonObject answer, string endpoint) => ((int?)answer["code"] ?? 0) switch
    {
        0 => new JsonArray(new JsonArray([.. RowCodec.Decode(table.Columns, Convert.FromBase64String((string)answer["value"]!)).Select(RowJson.Write)])),
        KeyNotFound => [],
        var code => throw new ApiException(ApiException.ServerError, $"{endpoint} answered {code} {(string?)answer["msg"]}"),
    };

    private async Task<ApiTable> TableAsync(string database, string name, CancellationToken cancellationToken) =>
        (await catalog.TablesAsync(database, cancellationToken)).FirstOrDefault(t => (string?)t["name"] == name) is { } info
            ? new ApiTable(info)
            : throw new ApiException(ApiException.Invalid, "Table not found");

    private static async Task<JsonObject> ObjectAsync(HttpContext context)
    {
        try
        {
            return JsonNode.Parse(await Replies.BodyAsync(context)) as JsonObject ?? throw new ApiException(ApiException.Invalid, "Json parse failed, no object");
        }
        catch (JsonException exception)
        {
            throw new ApiException(ApiException.Invalid, $"Json parse failed, {exception.Message}");
        }
    }

    private static JsonObject Ok() => new() { ["code"] = 0, ["msg"] = "ok" };

    private static JsonObject With(string name, JsonNode value) => new() { ["code"] = 0, ["msg"] = "ok", [name] = value };

    private const int KeyNotFound = 109;

    [GeneratedRegex(@"^\s*select\s+\*\s+from\s+(?<table>\w+)\s+where\s+(?<column>\w+)\s*=\s*'(?<value>[^']*)'\s*;?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex SelectByKey();
}
