using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Nightshift.Onebox.Components.TaskManager;

/// <summary>
/// <c>POST /openmldb.taskmanager.TaskManagerServer/{Method}</c> in protobuf's JsonFormat: names in camel or snake case, unknown ones are an
/// error, a body and its content type are demanded. Jobs are pretended; <c>conf["onebox.seconds"]</c> says how long one takes (10).
/// </summary>
internal sealed class TaskManagerRoutes(JobStore jobs, string version)
{
    private const string Prefix = "/openmldb.taskmanager.TaskManagerServer/";
    private static readonly string[] SparkFields = ["sql", "conf", "defaultDb", "syncJob"];

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var json = context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        if (!json || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            await Replies.TextAsync(context, json ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, "bad request");
            return;
        }

        try
        {
            var request = JsonNode.Parse(await Replies.BodyAsync(context)) as JsonObject ?? throw new FormatException("the body is no object");
            await Replies.JsonAsync(context, Answer(path[Prefix.Length..], request), pretty: true);
        }
        catch (MissingMethodException exception)
        {
            await Replies.TextAsync(context, StatusCodes.Status404NotFound, exception.Message);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            await Replies.TextAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private JsonObject Answer(string method, JsonObject request) => method switch
    {
        "GetVersion" => Checked(request, _ => new JsonObject { ["taskmanagerVersion"] = version, ["batchVersion"] = version }),
        "ShowJobs" => Checked(request, ShowJobs, "unfinished"),
        "ShowJob" => Checked(request, r => JobAnswer(jobs.All().FirstOrDefault(job => job.Id == Id(r)), Id(r)), "id"),
        "StopJob" => Checked(request, r => JobAnswer(jobs.Stop(Id(r)), Id(r)), "id"),
        "DeleteJob" => Checked(request, r => jobs.Delete(Id(r)) ? Ok() : Missing(Id(r)), "id"),
        "GetJobLog" => Checked(request, r => With("log", $"job {Id(r)}"), "id"),
        "RunBatchSql" => Checked(request, r => Submit(method, r, answer => answer["output"] = ""), SparkFields),
        "RunBatchAndShow" or "ImportOnlineData" or "ImportOfflineData" or "ExportOfflineData" or "InsertOfflineData" =>
            Checked(request, r => Submit(method, r, _ => { }), SparkFields),
        _ => throw new MissingMethodException($"no method {method}"),
    };

    private JsonObject ShowJobs(JsonObject request)
    {
        var unfinishedOnly = (bool?)request["unfinished"] ?? false;
        var now = jobs.Now;
        var shown = jobs.All().Where(job => !unfinishedOnly || !job.IsFinished(now)).Select(job => (JsonNode)job.ToJson(now)).ToArray();
        var answer = Ok();
        if (shown.Length > 0) answer["jobs"] = new JsonArray(shown);
        return answer;
    }

    private JsonObject Submit(string method, JsonObject request, Action<JsonObject> complete)
    {
        var sql = (string?)request["sql"] ?? throw new FormatException("sql is required");
        var seconds = (string?)request["conf"]?["onebox.seconds"];
        var job = jobs.Add(method, sql, TimeSpan.FromSeconds(seconds is null ? 10 : double.Parse(seconds, CultureInfo.InvariantCulture)));
        var answer = JobAnswer(job, job.Id);
        complete(answer);
        return answer;
    }

    private JsonObject JobAnswer(Job? job, int id)
    {
        if (job is null) return Missing(id);
        var answer = Ok();
        answer["job"] = job.ToJson(jobs.Now);
        return answer;
    }

    private static JsonObject Checked(JsonObject request, Func<JsonObject, JsonObject> answer, params string[] fields)
    {
        var camel = new JsonObject();
        foreach (var (name, value) in request)
        {
            var field = Camel(name);
            if (!fields.Contains(field)) throw new FormatException($"Cannot find field: {name}");
            camel[field] = value?.DeepClone();
        }

        return answer(camel);
    }

    private static string Camel(string name) => string.Concat(name.Split('_').Select((part, i) =>
        i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static int Id(JsonObject request) => (int?)request["id"] ?? throw new FormatException("id is required");

    private static JsonObject Ok() => new() { ["code"] = 0, ["msg"] = "ok" };

    private static JsonObject With(string name, string value) => new() { ["code"] = 0, ["msg"] = "ok", [name] = value };

    private static JsonObject Missing(int id) => new() { ["code"] = -1, ["msg"] = $"Fail to get job with id {id}" };
}
