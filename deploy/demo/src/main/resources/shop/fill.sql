-- The rows the demo starts with, made by the server itself. ${…} are row counts. md5 gives text that does not
-- compress, so that the large values really leave their rows (TOAST).
INSERT INTO shop.customer (name, email, birthday, vip, credit, created_at, preferences)
SELECT (ARRAY['王小明', 'Anna Müller', '李雷 🚀', 'Олег Петров', 'José Núñez', '佐藤 花子', 'Zoë O''Neil', '🦄 Ünal'])[1 + g % 8] || ' ' || g,
       'customer' || g || '@example.com',
       CASE WHEN g % 11 > 0 THEN date '1940-01-01' + (g * 37 % 25000)::int END,
       g % 7 = 0,
       (g * 7919 % 1000000000) / 100.0 - 5000,
       timestamptz '2023-01-01 00:00:00+00' + g * interval '17.123457 minutes',
       CASE WHEN g % 3 > 0 THEN jsonb_build_object('lang', (ARRAY['zh', 'de', 'en'])[1 + g % 3], 'points', g % 977, 'tags', ARRAY['新', '⭐', 'b"q'])
       END
FROM generate_series(1::bigint, ${customer}) g;

INSERT INTO shop.product (sku, title, price, weight_kg, updated_at, description, image, attributes)
SELECT 'SKU-' || lpad(g::text, 7, '0'),
       (ARRAY['茶壶', 'Teapot', 'Théière', '🫖'])[1 + g % 4] || ' no. ' || g,
       (g * 104729 % 1000000) / 100.0,
       CASE WHEN g % 13 > 0 THEN sqrt(g) / 3 END,
       timestamp '2024-05-01 08:00:00' + g * interval '0.000001 seconds' * 86399,
       CASE WHEN g % 10 = 0 THEN (SELECT string_agg(md5(g || '/' || i) || ' 说明 📦 ', '') FROM generate_series(1, 200 + g % 400) i)
            WHEN g % 10 > 1 THEN 'Description of product ' || g || ', 产品说明.' END,
       CASE WHEN g % 20 = 0 THEN (SELECT decode(string_agg(md5(i || '-' || g), ''), 'hex') FROM generate_series(1, 300 + g % 500) i)
            WHEN g % 20 > 10 THEN decode(md5(g::text), 'hex') END,
       CASE WHEN g % 4 > 0 THEN jsonb_build_object('colour', (ARRAY['红', 'blue', 'grün'])[1 + g % 3], 'stock', g % 500, 'fragile', g % 2 = 0) END
FROM generate_series(1::bigint, ${product}) g;

INSERT INTO shop.orders (id, ordered_on, customer_id, state, total, gift, placed_at, note)
SELECT g,
       date '2024-01-01' + (g % 1096)::int,
       1 + g * 31 % ${customer},
       (ARRAY['new', 'paid', 'sent', 'done'])[1 + g % 4],
       (g * 15485863 % 100000000) / 100.0,
       g % 17 = 0,
       (date '2024-01-01' + (g % 1096)::int)::timestamp AT TIME ZONE 'UTC' + g * interval '0.731 seconds',
       CASE WHEN g % 5 = 0 THEN '请在下午送货 🙏 ' || g END
FROM generate_series(1::bigint, ${orders}) g;
SELECT setval('shop.order_id', ${orders});

INSERT INTO shop.order_line (order_id, line_no, sku, quantity, price, discount)
SELECT 1 + (g - 1) % ${orders},
       1 + (g - 1) / ${orders},
       'SKU-' || lpad((1 + g * 53 % ${product})::text, 7, '0'),
       1 + g % 12,
       (g * 104729 % 1000000) / 100.0,
       CASE WHEN g % 6 = 0 THEN (g % 100 / 333.0)::real END
FROM generate_series(1::bigint, ${order_line}) g;

INSERT INTO shop.payment (id, order_id, amount, currency, rate, confirmed, paid_at, value_date)
SELECT md5('payment' || g)::uuid,
       1 + g % ${orders},
       (g * 982451653 % 100000000000) / 10000.0,
       (ARRAY['EUR', 'CNY', 'USD'])[1 + g % 3],
       CASE WHEN g % 9 > 0 THEN 1 + (g % 1000003) / 1000003.0 END,
       g % 50 > 0,
       timestamptz '2024-02-01 12:00:00+00' + g * interval '41.000003 seconds',
       CASE WHEN g % 50 > 0 THEN date '2024-02-01' + (g % 900)::int END
FROM generate_series(1::bigint, ${payment}) g;

INSERT INTO shop.review (sku, customer_id, stars, written_at, body, photo)
SELECT 'SKU-' || lpad((1 + g * 7 % ${product})::text, 7, '0'),
       1 + g * 13 % ${customer},
       1 + g % 5,
       timestamp '2024-03-01 00:00:00' + g * interval '61.5 seconds',
       CASE WHEN g % 8 = 0 THEN (SELECT string_agg('很好 👍 ' || md5(g || '.' || i), E'\n') FROM generate_series(1, 150 + g % 150) i)
            WHEN g % 8 > 1 THEN 'Review ' || g || E': good.\n评论' END,
       CASE WHEN g % 16 = 0 THEN (SELECT decode(string_agg(md5(g || '+' || i), ''), 'hex') FROM generate_series(1, 260 + g % 300) i) END
FROM generate_series(1::bigint, ${review}) g;
-- So that the statistics, which the progress display reads, do not count the last rows twice.
SELECT pg_stat_force_next_flush();
ANALYZE;
