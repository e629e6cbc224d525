using Nightshift.Clusters;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Draws what becomes of the replicas while a tablet is away. Where a leader goes is chosen when it moves; here it is told beforehand by the same rule, the tablet that leads fewest,
/// so it may come otherwise where several followers could lead.
/// </summary>
internal sealed class DrainPicture(TabletSurvey survey, ClusterSnapshot snapshot, bool allowSingleReplica)
{
    private readonly Dictionary<string, int> _leaders = new(survey.Leaders, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _load = snapshot.AllReplicas()
        .GroupBy(placed => placed.Replica.Endpoint.ToString(), StringComparer.Ordinal)
        .ToDictionary(replicas => replicas.Key, replicas => replicas.Count(), StringComparer.Ordinal);

    private string Tablet => survey.Tablet.ToString();

    public PictureStage Draw()
    {
        var partitions = survey.Partitions
            .OrderBy(partition => partition.Id.TableId.ToString(), StringComparer.Ordinal).ThenBy(partition => partition.Id.Pid)
            .Select(Draw).ToList();
        var others = partitions.SelectMany(partition => partition.Replicas).Select(replica => replica.Node).Where(node => node != Tablet);
        return new PictureStage(Tablet, [.. others.Append(Tablet).Distinct().Select(Endpoint.Parse).Order().Select(node => node.ToString())], partitions);
    }

    private PicturePartition Draw(SurveyedPartition partition)
    {
        var (table, name) = (partition.Id.TableId.ToString(), partition.Id.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var role = partition.Led ? PictureRole.Leader : PictureRole.Follower;
        if (partition.IsAlone && allowSingleReplica) return new PicturePartition(table, name, [new PictureReplica(Tablet, role, PictureFate.NotServed)]);
        var here = new PictureReplica(Tablet, role, PictureFate.Away);
        if (!partition.IsAlone)
        {
            var others = partition.Others.Select(other => new PictureReplica(other.Tablet.ToString(), other.IsLeader ? PictureRole.Leader : PictureRole.Follower));
            return new PicturePartition(table, name, [here, .. others], partition.Led ? Next(partition.Others.Where(other => other.IsAlive).Select(other => other.Tablet)) : null);
        }

        var added = Fewest(_load, snapshot.Tablets.Value.Where(tablet => tablet.State == Client.TabletState.Healthy && tablet.Endpoint != survey.Tablet).Select(tablet => tablet.Endpoint));
        if (added is null) return new PicturePartition(table, name, [here]);
        _load[added] = _load.GetValueOrDefault(added) + 1;
        return new PicturePartition(table, name, [here, new PictureReplica(added, PictureRole.Follower, PictureFate.Added)], partition.Led ? added : null);
    }

    private string? Next(IEnumerable<Endpoint> candidates)
    {
        if (Fewest(_leaders, candidates) is not { } next) return null;
        _leaders[next] = _leaders.GetValueOrDefault(next) + 1;
        return next;
    }

    private static string? Fewest(Dictionary<string, int> counts, IEnumerable<Endpoint> tablets) =>
        tablets.OrderBy(tablet => counts.GetValueOrDefault(tablet.ToString())).ThenBy(tablet => tablet).Select(tablet => tablet.ToString()).FirstOrDefault();
}
