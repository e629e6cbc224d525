using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Nightshift.Chat.People;
using Nightshift.Chat.Web.Components;
using Nightshift.Chat.Web.Sessions;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Endpoints;

/// <summary>The parts of a card that are long, <c>/runs/7/plan</c>, <c>/steps</c>, <c>/timeline</c>: made when somebody opens them, for those who may <c>/run</c>.</summary>
internal sealed class RunPartEndpoints(IRuns runs, IAudit audit, PeopleDirectory people, WebSessions sessions, FragmentRenderer fragments)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/runs/{run}/{part}", PartAsync);

    private async Task<IResult> PartAsync(HttpContext context, string run, string part, CancellationToken cancellationToken)
    {
        var speakers = sessions.PeopleOf(context.Request).Select(people.Find).OfType<Person>().ToList();
        if (speakers.Count == 0) return Results.StatusCode(401);
        if (part is not ("plan" or "steps" or "timeline") || !RunId.TryParse(run, null, out var id) || await runs.FindAsync(id, cancellationToken) is not { } view) return Results.NotFound();
        if (!speakers.Exists(person => people.May(person, new Permission("run", view.Summary.Cluster, "cluster")))) return Results.StatusCode(403);
        var history = part == "timeline" ? await audit.HistoryAsync(id, cancellationToken) : null;
        return Results.Content(await fragments.RenderAsync<RunPart>(new() { ["View"] = view, ["Part"] = part, ["History"] = history }), "text/html; charset=utf-8");
    }
}
