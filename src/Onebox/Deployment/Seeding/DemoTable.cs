using System.Globalization;
using Nightshift.Onebox.Components.Rows;

namespace Nightshift.Onebox.Deployment.Seeding;

/// <summary>A table of database <c>demo</c> with its rows, the same on every machine.</summary>
/// <param name="Key">Position of the indexed column, a string.</param>
/// <param name="Timestamp">Position of the index's time column, milliseconds.</param>
/// <param name="Row">The n-th row.</param>
internal sealed record DemoTable(
    string Name, int Partitions, int Replicas, IReadOnlyList<Column> Columns, int Key, int Timestamp, int RowCount, Func<int, object[]> Row)
{
    public const string Database = "demo";
    public const string Index = "by_key";

    /// <summary>The same table over another number of partitions, with as many rows in each.</summary>
    public DemoTable With(int partitions) => this with { Partitions = partitions, RowCount = RowCount / Partitions * partitions };

    /// <summary>2026-01-01T00:00:00Z; rows are a minute apart.</summary>
    private const long Epoch = 1_767_225_600_000;

    private static readonly string[] Customers = ["ada", "grace", "edsger", "barbara", "donald", "tony", "leslie"];
    private static readonly string[] Actions = ["login", "export", "grant", "logout"];

    /// <summary>As many as a box holds: eight partitions of three replicas.</summary>
    public static readonly DemoTable Orders = new("orders", 8, 3,
        [new("order_id", "kString"), new("customer", "kString"), new("cents", "kBigInt"), new("ts", "kTimestamp")],
        Key: 0, Timestamp: 3, RowCount: 2000,
        n => [$"order-{n:D5}", Customers[n % Customers.Length], 100L + (n * 37 % 10_000), Epoch + (n * 60_000L)]);

    /// <summary>One replica only: the kind of table that maintenance has to think about.</summary>
    public static readonly DemoTable Audit = new("audit", 4, 1,
        [new("entry", "kString"), new("actor", "kString"), new("action", "kString"), new("ts", "kTimestamp")],
        Key: 0, Timestamp: 3, RowCount: 400,
        n => [string.Create(CultureInfo.InvariantCulture, $"entry-{n:D4}"), Customers[n % Customers.Length], Actions[n % Actions.Length], Epoch + (n * 60_000L)]);
}
